# One image for all programs. Alone it is one process with its data under /data, for people who sign in and machines with a key:
#   docker run -p 127.0.0.1:5080:5080 -v cx-data:/data IMAGE
# A cluster's gateway, the silo and cx are the same image with another command or entry point.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# Packages first: they are downloaded again only when a project or a version changes, and not with every change of the sources.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Api/Api.csproj src/Api/packages.lock.json src/Api/
COPY src/Backtests/Backtests.csproj src/Backtests/packages.lock.json src/Backtests/
COPY src/Channels/Channels.csproj src/Channels/packages.lock.json src/Channels/
COPY src/Cli/Cli.csproj src/Cli/packages.lock.json src/Cli/
COPY src/Console/Console.csproj src/Console/Trimming.targets src/Console/packages.lock.json src/Console/
COPY src/Definitions/Definitions.csproj src/Definitions/packages.lock.json src/Definitions/
COPY src/Gateway/Gateway.csproj src/Gateway/packages.lock.json src/Gateway/
COPY src/Grains/Contracts/Contracts.csproj src/Grains/Contracts/packages.lock.json src/Grains/Contracts/
COPY src/Grains/Runtime/Runtime.csproj src/Grains/Runtime/packages.lock.json src/Grains/Runtime/
COPY src/Hosting/Hosting.csproj src/Hosting/packages.lock.json src/Hosting/
COPY src/Learn/Learn.csproj src/Learn/packages.lock.json src/Learn/
COPY src/Log.Kafka/Log.Kafka.csproj src/Log.Kafka/packages.lock.json src/Log.Kafka/
COPY src/Mailbox/Mailbox.csproj src/Mailbox/packages.lock.json src/Mailbox/
COPY src/NRules/NRules.csproj src/NRules/packages.lock.json src/NRules/
COPY src/Publishing/Publishing.csproj src/Publishing/packages.lock.json src/Publishing/
COPY src/Rules/Rules.csproj src/Rules/packages.lock.json src/Rules/
COPY src/Sentiment/Sentiment.csproj src/Sentiment/packages.lock.json src/Sentiment/
COPY src/Silo/Silo.csproj src/Silo/packages.lock.json src/Silo/
COPY src/Sources/Sources.csproj src/Sources/packages.lock.json src/Sources/
COPY src/Storage.Moving/Storage.Moving.csproj src/Storage.Moving/packages.lock.json src/Storage.Moving/
COPY src/Storage.Postgres/Storage.Postgres.csproj src/Storage.Postgres/packages.lock.json src/Storage.Postgres/
COPY src/Storage.Sqlite/Storage.Sqlite.csproj src/Storage.Sqlite/packages.lock.json src/Storage.Sqlite/
COPY src/Storage/Storage.csproj src/Storage/packages.lock.json src/Storage/
RUN for project in Gateway Silo Cli; do dotnet restore src/$project -p:Configuration=Release || exit 1; done

COPY BannedSymbols.txt .editorconfig ./
COPY samples samples
COPY src src
RUN dotnet publish src/Gateway -c Release --no-restore -o /app/gateway \
    && dotnet publish src/Silo -c Release --no-restore -o /app/silo \
    && dotnet publish src/Cli -c Release --no-restore -o /app/cx

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown app /data && chmod 0700 /data
USER app
VOLUME /data
EXPOSE 5080
# On a network people sign in. The first start prints a link with which the owner chooses a password, and a key for machines.
ENV Access__SignIn=Accounts
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["dotnet", "cx/cx.dll", "health", "--to", "http://127.0.0.1:5080"]
ENTRYPOINT ["dotnet", "gateway/CxOrchestrator.Gateway.dll"]
CMD ["--data", "/data", "--urls", "http://0.0.0.0:5080"]
