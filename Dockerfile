# The API with its command line, for servers of your own: docker-compose.yml has PostgreSQL and Redis beside it.
#   docker build --tag thingbase .
#   docker run --publish 127.0.0.1:8000:8000 --env DATABASE_URL --env REDIS_URL --env THINGBASE_SECRET thingbase
# Needs none of the extras; --build-arg EXTRAS=demo or EXTRAS=embedded adds what it names.
# To move to another base, change its version and digest in both stages.

FROM python:3.13.16-slim-trixie@sha256:bb2988715db2cf7ace7b53f38f3cffbef7c7046a656bee66245eb0ed386e2e81 AS build
ARG EXTRAS=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY . .
# The hashes of the lock hold for what builds and for what is installed: as constraints, pip checks them.
RUN pip wheel --no-deps --build-constraint tests/requirements.txt --wheel-dir /wheels . \
    && python -m venv --without-pip /opt/thingbase \
    && sum=$(sha256sum /wheels/*.whl | cut -d " " -f 1) \
    && pip --python /opt/thingbase/bin/python install --only-binary :all: --constraint py_api/requirements.txt \
        "thingbase[$EXTRAS] @ file://$(echo /wheels/*.whl)#sha256=$sum"

FROM python:3.13.16-slim-trixie@sha256:bb2988715db2cf7ace7b53f38f3cffbef7c7046a656bee66245eb0ed386e2e81
LABEL org.opencontainers.image.title="Thingbase" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/thingbase thingbase
COPY --from=build /opt/thingbase /opt/thingbase
ENV PATH=/opt/thingbase/bin:$PATH PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /var/lib/thingbase
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["thingbase"]
CMD ["up", "--host", "0.0.0.0", "--port", "8000"]
