# Envoy, with the descriptors of the contracts built in; its configuration is rendered from the environment at the start.
# docker build -f deploy/docker/gateway.Dockerfile -t daegu/gateway .
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
COPY requirements/gateway.txt requirements/
RUN python3 -m venv /opt/daegu \
    && /opt/daegu/bin/pip install --no-cache-dir --no-compile --require-hashes -r requirements/gateway.txt
COPY --from=stubs /wheels /wheels
RUN /opt/daegu/bin/pip install --no-cache-dir --no-compile --no-deps --no-index /wheels/*.whl \
    && rm -rf /opt/daegu/lib/python3*/site-packages/pip

FROM ${BASE}
LABEL org.opencontainers.image.title="Daegu Open Data: gateway" \
      org.opencontainers.image.description="REST and gRPC of Daegu Open Data, by Envoy"
COPY --from=environment /opt/daegu /opt/daegu
WORKDIR /app
COPY gateway gateway
COPY deploy/docker/healthy.py deploy/docker/run_envoy.py deploy/docker/
ENV PATH=/opt/daegu/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["python3", "-m", "deploy.docker.run_envoy"]
