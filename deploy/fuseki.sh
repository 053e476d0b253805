#!/usr/bin/env bash
# Apache Jena Fuseki with TDB2 on loopback: fuseki.sh [port] [folder]. Needs Java 17 and, the first time, Maven.
set -euo pipefail
port=${1:-3030}
folder=$(mkdir -p "${2:-build/fuseki}" && cd "${2:-build/fuseki}" && pwd)
version=5.5.0 # the last line that runs on Java 17 is 5.x
jar=$folder/jena-fuseki-server-$version.jar
test -f "$jar" || mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
  -Dartifact=org.apache.jena:jena-fuseki-server:$version -DoutputDirectory="$folder"
mkdir -p "$folder/tdb2"
cd "$folder"
exec java "-Xmx${FUSEKI_HEAP:-2g}" -jar "$jar" --localhost --port "$port" --update --tdb2 --loc "$folder/tdb2" /genfilm
