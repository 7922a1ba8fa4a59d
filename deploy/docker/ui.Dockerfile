# The app.
# docker build -f deploy/docker/ui.Dockerfile -t daegu/ui .
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS stubs
WORKDIR /build
COPY requirements/protos.txt requirements/
RUN python3 -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --require-hashes -r requirements/protos.txt
COPY protos protos
RUN /opt/tools/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /wheels ./protos

FROM ${BASE} AS environment
WORKDIR /build
COPY requirements/frontend.txt requirements/
RUN python3 -m venv /opt/daegu \
    && /opt/daegu/bin/pip install --no-cache-dir --require-hashes -r requirements/frontend.txt
COPY --from=stubs /wheels /wheels
RUN /opt/daegu/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl \
    && rm -rf /opt/daegu/lib/python3*/site-packages/pip

FROM ${BASE}
LABEL org.opencontainers.image.title="Daegu Open Data: ui" \
      org.opencontainers.image.description="Public data of Daegu: upload, explore, ask in Korean, predict accident severity"
COPY --from=environment /opt/daegu /opt/daegu
WORKDIR /app
COPY .streamlit .streamlit
COPY frontend frontend
COPY deploy/docker/healthy.py deploy/docker/healthy.py
ENV PATH=/opt/daegu/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 10001:10001
EXPOSE 8501
ENTRYPOINT ["python3", "-m", "streamlit", "run", "frontend/app.py", "--server.address=0.0.0.0", "--server.port=8501"]
