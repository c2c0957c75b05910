# Runs `syncer` as a batch job: it starts, does one run, and ends with an exit code. How: cron/README.md
#
# The base is named by its version tag, so that building again brings its security fixes. To pin it as well, look up
# its digest and hand it over; the same goes for whoever deploys the image that is built here:
#   docker buildx imagetools inspect python:3.13-slim-bookworm
#   docker build --build-arg BASE=python:3.13-slim-bookworm@sha256:... --tag syncer:0.1.0 .
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
# What changes seldom comes first: an edit of the code leaves these layers as they are.
COPY requirements/build.txt requirements/runtime.txt requirements/
# The tools stay behind in this stage; what runs has no package manager. Wheels only: nothing of others is run here.
RUN python -m venv /tools \
 && /tools/bin/pip install --require-hashes --only-binary=:all: -r requirements/build.txt \
 && python -m venv --without-pip /opt/syncer \
 && /tools/bin/pip --python /opt/syncer/bin/python install --no-compile \
      --require-hashes --only-binary=:all: -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY syncer syncer
# Compiled here, since nothing can be written there; the source is not looked at again, since it cannot change.
RUN /tools/bin/hatchling build -t wheel -d /dist \
 && /tools/bin/pip --python /opt/syncer/bin/python install --no-compile --no-deps --no-index /dist/*.whl \
 && /opt/syncer/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/syncer/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="syncer" \
      org.opencontainers.image.description="Follows the action items of postmortems through to done" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
# Versions are left to the Debian release of the base: it offers one of each, the latest fixed one, and takes older ones
# away, so that a pin would first miss fixes and then break the build.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 65532 syncer \
 && useradd --uid 65532 --gid syncer --no-create-home --home-dir /var/lib/syncer --shell /usr/sbin/nologin syncer \
 && install --directory --owner=syncer --group=syncer --mode=0700 /var/lib/syncer \
 && install --directory --mode=0755 /etc/syncer
COPY --from=build /opt/syncer /opt/syncer
# The only folders that are written to are the home, for the state, and /tmp; all else may be read-only. There is no
# VOLUME on purpose: an unnamed one would look like a place for the state and be lost with the container.
ENV PATH=/opt/syncer/bin:${PATH} \
    HOME=/var/lib/syncer \
    XDG_STATE_HOME=/var/lib/syncer \
    TMPDIR=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1
# Here ./syncer.toml is found without being named.
WORKDIR /etc/syncer
# By number, so that a cluster can see that it is not root.
USER 65532:65532
# Finishes the change in hand, records it and ends within 10 seconds.
STOPSIGNAL SIGTERM
# A batch job has no health to ask for while it runs: its exit code says how it went.
HEALTHCHECK NONE
ENTRYPOINT ["syncer"]
CMD ["--help"]
