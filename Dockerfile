# One image for all programs: the gateway by default; the silo and cx with another entry point.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/Gateway -c Release -o /app/gateway && dotnet publish src/Silo -c Release -o /app/silo && dotnet publish src/Cli -c Release -o /app/cx

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown app /data && chmod 0700 /data
USER app
VOLUME /data
EXPOSE 5080
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["dotnet", "cx/cx.dll", "health", "--to", "http://127.0.0.1:5080"]
ENTRYPOINT ["dotnet", "gateway/CxOrchestrator.Gateway.dll"]
CMD ["--data", "/data"]
