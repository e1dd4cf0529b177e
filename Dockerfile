FROM python:3.13-slim
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY data/smash data/smash
RUN pip install --no-cache-dir -c constraints.txt . \
    && useradd --create-home understudy \
    && install -d -o understudy /data
USER understudy
ENV UNDERSTUDY_DATABASE=/data/understudy.db
VOLUME /data
CMD ["understudy", "run"]
