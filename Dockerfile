# Bondgenoot in a container: web, worker, beat and setup are the same image with another command (docker-compose.yml).
ARG BASE=debian:12-slim

FROM ${BASE} AS build
WORKDIR /app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY script/ script/
RUN apt-get update -qq && script/bootstrap --packages
COPY requirements*.txt package.json package-lock.json .npmrc ./
# The front-end packages and their Node stay behind in this stage.
RUN script/bootstrap
COPY . .
RUN script/bootstrap && rm -rf node_modules .tools var

FROM ${BASE}
WORKDIR /app
COPY script/ script/
RUN script/bootstrap --packages && rm -rf /var/lib/apt/lists/* var \
    && useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin bondgenoot \
    && chmod 700 /data
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s CMD ["python", "script/healthy.py", "http://127.0.0.1:8000/healthz"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "config.wsgi:application"]
