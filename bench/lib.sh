# Functions shared by the benchmarks. Source this file; do not run it.
#
# Everything starts on free ports, lives in one temporary directory, and ends with the script.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JAR=${JAR:-$ROOT/target/quarkus-app/quarkus-run.jar}
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
# The documented ones. A benchmark can set others.
JAVA_OPTIONS=("@${JAR%/*}/java-options" -Xmx256m)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/duo-bench.XXXXXX")
PIDS=()

cleanup() {
    local status=$? pid
    if [[ -s $WORK/postgres/postmaster.pid ]]; then kill -QUIT "$(head -n 1 "$WORK/postgres/postmaster.pid")" || true; fi
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
    if [[ $status -ne 0 ]]; then tail -n 5 "$WORK"/*.log >&2 2>/dev/null || true; fi
    rm -rf "$WORK"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fail() {
    echo "$*" >&2
    exit 1
}

# Reports a missing command and the Debian package that contains it.
need() {
    local command=$1 package=$2
    command -v "$command" >/dev/null || fail "$command is missing; on Debian: apt-get install $package"
}

need_application() {
    [[ -f $JAR ]] || fail "There is no $JAR; make it with: mvn -DskipTests package"
}

# Runs PostgreSQL's own tools, which Debian keeps out of the PATH. For root, they run as the user postgres.
postgres_tool() {
    local tool=$1 bin
    shift
    bin=$(pg_bin)
    if [[ $(id -u) -eq 0 ]]; then
        runuser -u postgres -- "$bin/$tool" "$@"
    else
        "$bin/$tool" "$@"
    fi
}

pg_bin() {
    local bin
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [[ -n $bin ]] || fail "PostgreSQL is missing; on Debian: apt-get install postgresql"
    echo "$bin"
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || break
    done
    echo "$port"
}

median() { sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

conditions() {
    echo "date      $(date -u +%Y-%m-%dT%H:%MZ), revision $(git -C "$ROOT" describe --always --dirty 2>/dev/null || echo unknown)"
    echo "machine   $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ {printf "%.1f GiB", $2 / 1048576}' /proc/meminfo), Linux $(uname -r)"
    echo "load      $(cut -d' ' -f1-3 /proc/loadavg) before the start"
    echo "java      $("$JAVA" -version 2>&1 | sed -n 2p), options: ${JAVA_OPTIONS[*]##*/}"
}

# start_postgres: starts an external PostgreSQL with fsync on, as in a real installation. Its port is in PG_PORT.
start_postgres() {
    PG_PORT=$(free_port)
    install -d -m 700 "$WORK/postgres"
    if [[ $(id -u) -eq 0 ]]; then
        chmod 711 "$WORK"
        chown postgres "$WORK/postgres"
    fi
    (cd "$WORK/postgres" && postgres_tool initdb -D "$WORK/postgres" -U duo -A trust --locale=C.UTF-8 >"$WORK/initdb.log")
    (cd "$WORK/postgres" && postgres_tool postgres -D "$WORK/postgres" -p "$PG_PORT" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories='' -c fsync=on >"$WORK/postgres.log" 2>&1) &
    PIDS+=("$!")
    for _ in {1..300}; do sql postgres 'select' >/dev/null 2>&1 && break || sleep 0.1; done
    echo "database  $(sql postgres 'select version()' | cut -d' ' -f1-2), fsync $(sql postgres 'show fsync'), synchronous_commit $(sql postgres 'show synchronous_commit')"
}

# sql <database> <statement>
sql() { psql -h 127.0.0.1 -p "$PG_PORT" -U "${PG_USER:-duo}" -d "$1" -v ON_ERROR_STOP=1 -qAtX -c "$2"; }

master_key() {
    [[ -f $WORK/master.key ]] || head -c 32 /dev/urandom | base64 >"$WORK/master.key"
    echo "$WORK/master.key"
}

# launch_app <name> [VARIABLE=value ...]: starts the application without waiting; sets APP_PID, APP_URL, and APP_DIR.
launch_app() {
    local name=$1 port
    shift
    port=$(free_port)
    APP_DIR=$WORK/$name
    APP_URL=http://127.0.0.1:$port
    mkdir -p "$APP_DIR"
    env -u JAVA_TOOL_OPTIONS "QUARKUS_HTTP_PORT=$port" "DUO_DATA_DIR=$APP_DIR" "$@" \
        "$JAVA" ${JAVA_OPTIONS[@]+"${JAVA_OPTIONS[@]}"} -jar "$JAR" >>"$WORK/$name.log" 2>&1 &
    APP_PID=$!
    PIDS+=("$APP_PID")
}

# start_app <name> [VARIABLE=value ...]: starts the application and waits until it is ready.
start_app() {
    launch_app "$@"
    await_ready
}

await_ready() {
    local tries
    for ((tries = 0; tries < 6000; tries++)); do
        curl -sf -o /dev/null "$APP_URL/q/health/ready" && return
        kill -0 "$APP_PID" 2>/dev/null || fail "The application ended"
        sleep 0.01
    done
    fail "The application is not ready after 60 s"
}

# external <database>: the variables for an application on the external PostgreSQL.
external() {
    echo "DUO_DATABASE_URL=jdbc:postgresql://127.0.0.1:$PG_PORT/$1" DUO_DATABASE_USERNAME=duo DUO_DATABASE_PASSWORD=none \
        "DUO_MASTER_KEY_FILE=$(master_key)" DUO_SUBSCRIPTION_SOURCE=file "DUO_SUBSCRIPTION_FILE=$(subscription)"
}

subscription() {
    echo '{"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
        "add_ons": [{"name": "duo_enterprise", "quantity": 10, "starts_at": null, "expires_on": null}]}' >"$WORK/subscription.json"
    echo "$WORK/subscription.json"
}

stop_app() {
    kill "$1"
    wait "$1" 2>/dev/null || true
}

token() { cat "$APP_DIR/tokens/$1"; }

# call <method> <path> [body]: sends a request as admin, which must succeed, and prints the response body.
call() {
    curl -sSf -X "$1" -H "Authorization: Bearer $(token admin)" -H 'Content-Type: application/json' ${3:+-d "$3"} "$APP_URL$2"
}

# make_models <database> <count>: inserts models directly into the table, as the service would write them, without API keys.
make_models() {
    sql "$1" "
        insert into model (id, name, family, endpoint, identifier, revision, created_at, updated_at, updated_by)
            select nextval('model_id_seq'), 'Model ' || n || ' of the benchmark', 'mixtral',
                'https://vllm-' || n || '.example.com:8000/v1', 'custom_openai/Mixtral-8x7B-Instruct-v0.1',
                1, date_trunc('second', now()) - n * interval '1 second', date_trunc('second', now()), 'benchmark' from generate_series(1, $2) n;
        update configuration_state set revision = revision + 1;
        analyze model;" >/dev/null
}

# result <measurement> <figure with its unit> <goal> [ratio to the reference]: prints a row for bench/all, where a goal is explained.
result() { printf 'RESULT\t%s\t%s\t%s\t%s\t%s\n' "$(basename "$0")" "$1" "$2" "$3" "${4:-}"; }

rss_mib() { awk '/VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }

# The live heap in MiB after a full collection.
heap_mib() { "${JAVA%java}jcmd" "$1" GC.class_histogram | awk '$1 == "Total" {print int($3 / 1048576)}'; }

# ratio <figure> <reference>
ratio() { awk -v f="$1" -v r="$2" 'BEGIN {printf "%.2f", f / r}'; }
