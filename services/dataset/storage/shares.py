"""Share links in PostgreSQL, which also keeps the time for them."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, func, insert, select, update

from services.chassis.database import transaction
from services.dataset.domain.sharing import Share, ShareExpired, ShareNotFound, ShareRevoked
from services.dataset.storage.repository import keep
from services.dataset.storage.tables import share_tokens


class ShareRepository:
    """Implements domain.sharing.Shares."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, dataset_id: str, token_hash: bytes, lifetime: timedelta) -> datetime:
        link = insert(share_tokens).values(
            token_hash=token_hash, dataset_id=dataset_id, created_at=func.now(), expires_at=func.now() + lifetime
        )
        with transaction(self._engine) as connection:
            keep(connection, dataset_id)
            expires_at: datetime = connection.execute(link.returning(share_tokens.c.expires_at)).scalar_one()
        return expires_at

    def find(self, token_hash: bytes) -> Share:
        link = select(share_tokens, (share_tokens.c.expires_at <= func.now()).label("expired"))
        with transaction(self._engine) as connection:
            row = connection.execute(link.filter_by(token_hash=token_hash)).one_or_none()
        if row is None:
            raise ShareNotFound
        if row.revoked_at is not None:
            raise ShareRevoked
        if row.expired:
            raise ShareExpired
        return Share(row.dataset_id, row.expires_at)

    def revoke(self, dataset_id: str) -> int:
        working = (
            update(share_tokens)
            .filter_by(dataset_id=dataset_id, revoked_at=None)
            .where(share_tokens.c.expires_at > func.now())
        )
        with transaction(self._engine) as connection:
            keep(connection, dataset_id)
            return connection.execute(working.values(revoked_at=func.now())).rowcount
