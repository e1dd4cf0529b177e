# The base image is named by its tag, because a digest is only worth something if you looked it up yourself:
# docs/hosting.md says how to pin it.
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS built
WORKDIR /app
COPY pyproject.toml image.lock README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY data/smash data/smash
# Only files with the hashes in image.lock are installed; the bot itself is built with what is installed then.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r image.lock \
    && /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM ${PYTHON}
RUN useradd --uid 1000 --no-create-home understudy && install -d -o understudy -m 700 /data
COPY --from=built /venv /venv
USER understudy
WORKDIR /data
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 UNDERSTUDY_DATABASE=/data/understudy.db UNDERSTUDY_HTTP=8787
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --retries=2 --start-period=10m \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8787/health', timeout=8)"]
CMD ["understudy", "run"]
