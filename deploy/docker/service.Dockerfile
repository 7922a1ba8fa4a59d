# A service, the ops process, the migrations, Flower: one environment each, with the packages of one extra and no others.
# docker build -f deploy/docker/service.Dockerfile --build-arg EXTRA=dataset \
#     --build-arg CODE="services/chassis services/dataset" -t daegu/dataset .
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS stubs
WORKDIR /build
COPY requirements/protos.txt requirements/
RUN python3 -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --require-hashes -r requirements/protos.txt
COPY protos protos
RUN /opt/tools/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /wheels ./protos

FROM ${BASE} AS environment
ARG EXTRA
ARG CODE
WORKDIR /build
COPY requirements/${EXTRA}.txt requirements/
RUN python3 -m venv /opt/daegu \
    && /opt/daegu/bin/pip install --no-cache-dir --no-compile --require-hashes -r requirements/${EXTRA}.txt
COPY --from=stubs /wheels /wheels
RUN /opt/daegu/bin/pip install --no-cache-dir --no-compile --no-deps --no-index /wheels/*.whl \
    && rm -rf /opt/daegu/lib/python3*/site-packages/pip
COPY . .
RUN mkdir /app && cp --parents -r ${CODE} deploy/docker/healthy.py /app

FROM ${BASE}
ARG EXTRA
# Debian packages that wheels expect to find.
ARG PACKAGES=
RUN test -z "${PACKAGES}" || { apt-get update --quiet --quiet \
    && apt-get install --quiet --quiet --yes --no-install-recommends ${PACKAGES} && rm -rf /var/lib/apt/lists/*; }
LABEL org.opencontainers.image.title="Daegu Open Data: ${EXTRA}" \
      org.opencontainers.image.description="Public data of Daegu: upload, explore, ask in Korean, predict accident severity"
# Files of all replicas belong to this user, whatever the host calls it.
RUN install -d -o 10001 -g 10001 /var/lib/daegu
COPY --from=environment /opt/daegu /opt/daegu
COPY --from=environment /app /app
ENV PATH=/opt/daegu/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
WORKDIR /app
USER 10001:10001
ENTRYPOINT ["python3", "-m"]
