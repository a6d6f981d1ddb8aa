# Functions shared by the benchmarks of prepared responses: what is requested, and the references that send the same bytes.
# Source this file after lib.sh; do not run it.

# The process of each nginx, and its URL.
declare -A NGINX_PIDS NGINX_URLS

path_of() {
    case $1 in
    effective-model | not-modified) echo /features/duo_chat/effective-model ;;
    model-metadata) echo /features/duo_chat/model-metadata ;;
    features) echo /features ;;
    *) fail "There is no target $1" ;;
    esac
}

# url_of service|<reference> <target>
url_of() { if [[ $1 == service ]]; then echo "$APP_URL$(path_of "$2")"; else echo "${NGINX_URLS[$1]}$(path_of "$2")"; fi; }

authorization() { echo "Authorization: Bearer $(token "$([[ $1 == features ]] && echo viewer || echo resolver)")"; }

# request_headers <side> <target> <name of an array>: sets the array to the options of wrk and curl for the headers of a request.
request_headers() {
    local -n result_headers=$3
    result_headers=(-H "$(authorization "$2")")
    if [[ $2 == not-modified ]]; then
        result_headers+=(-H "If-None-Match: $(curl -sSf -o /dev/null -D - "${result_headers[@]}" "$(url_of "$1" "$2")" |
            tr -d '\r' | awk 'tolower($1) == "etag:" {print $2}')")
    fi
}

# Fails unless a side answers a target as it should.
check_response() {
    local headers=() expected=200
    [[ $2 != not-modified ]] || expected=304
    request_headers "$1" "$2" headers
    [[ $(curl -s -o /dev/null -w '%{http_code}' "${headers[@]}" "$(url_of "$1" "$2")") == "$expected" ]] ||
        fail "$(url_of "$1" "$2") does not answer $expected"
}

configure() {
    local feature
    call POST /subscription/sync >/dev/null
    call PATCH /gateway '{"url": "https://aigw.example.com"}' >/dev/null
    call POST /models '{"name": "Mixtral-8x7B-it-v0.1 on GCP", "family": "mixtral", "api_key": "sk-example",
        "endpoint": "https://vllm.example.com:8000/v1", "identifier": "custom_openai/Mixtral-8x7B-Instruct-v0.1"}' >/dev/null
    for feature in code_generations code_completions duo_chat; do
        call PUT "/features/$feature" '{"model_id": 1}' >/dev/null
    done
}

# start_references: saves the responses of the service as files, and starts the nginx of each reference.
start_references() {
    local html=$WORK/html target reference
    mkdir -p "$html/features/duo_chat"
    for target in effective-model model-metadata; do
        curl -sSf -H "$(authorization $target)" "$APP_URL$(path_of $target)" -o "$html$(path_of $target)"
    done
    curl -sSf -H "$(authorization features)" "$APP_URL/features" -o "$html/features.json"
    chmod 711 "$WORK"
    chmod -R a+rX "$html"
    for reference in $REFERENCES; do start_reference "$reference"; done
}

start_reference() {
    local reference=$1 port config=$WORK/nginx.$1.conf
    port=$(free_port)
    NGINX_URLS[$reference]=http://127.0.0.1:$port
    # Configured like Debian's nginx, except for the access log, which the service does not write either.
    cat >"$config" <<CONF
daemon off;
user nobody nogroup;
worker_processes ${NGINX_WORKERS:-auto};
pid $WORK/nginx.$reference.pid;
error_log $WORK/nginx.log;
events { worker_connections 768; }
http {
    default_type application/json;
    access_log off;
    keepalive_requests 1000000000;
    $(delivery "$reference")
    server {
        listen 127.0.0.1:$port;
        root $WORK/html;
        $(locations "$reference")
    }
}
CONF
    nginx -c "$config" 2>>"$WORK/nginx.log" &
    NGINX_PIDS[$reference]=$!
    PIDS+=("$!")
    until curl -sf -o /dev/null "${NGINX_URLS[$reference]}/features"; do
        kill -0 "${NGINX_PIDS[$reference]}" || fail "nginx ended"
        sleep 0.1
    done
}

delivery() {
    case $1 in
    files) echo 'sendfile on; tcp_nopush on;' ;;
    cached) echo 'sendfile off; open_file_cache max=1000 inactive=1h; open_file_cache_valid 1h;' ;;
    memory) ;;
    *) fail "There is no reference $1" ;;
    esac
}

locations() {
    local target
    if [[ $1 != memory ]]; then
        echo 'location = /features { try_files /features.json =404; }'
        return
    fi
    for target in effective-model model-metadata features; do
        echo "location = $(path_of $target) {"
        if [[ $target == effective-model ]]; then
            # The tag of the service is a number in quotes, which nginx compares with what it was sent.
            echo "if (\$http_if_none_match = '$(header_of effective-model etag)') { return 304; }"
        fi
        service_headers $target | escaped | sed -E "s/^([^:]+): (.*)$/add_header \1 '\2';/"
        body_variables $target
        echo '}'
    done
}

# The headers of a response, without those that nginx sends by itself.
service_headers() {
    curl -sSf -o /dev/null -D - -H "$(authorization "$1")" "$(url_of service "$1")" | tr -d '\r' |
        grep -iE '^[a-z-]+: ' | grep -viE '^(content-length|content-type|date|connection|transfer-encoding):'
}

# For a text in single quotes.
escaped() { sed "s/[\\\\']/\\\\&/g"; }

header_of() { service_headers "$1" | sed -nE "s/^$2: (.*)$/\1/Ip"; }

# The body in variables of at most 2,000 characters, because a parameter of nginx has 4,096 at most.
body_variables() {
    curl -sSf -H "$(authorization "$1")" "$(url_of service "$1")" | fold -b -w 2000 | escaped |
        awk -v q="'" '{print "set $part" NR " " q $0 q ";"; all = all "${part" NR "}"} END {print "return 200 " q all q ";"}'
}

# instructions_of_nginx <target>: how many instructions a request costs the cached nginx in user space.
instructions_of_nginx() {
    local target=$1 port headers=() url pid requests out=$WORK/callgrind.$1
    request_headers cached "$target" headers
    port=$(free_port)
    url=http://127.0.0.1:$port$(path_of "$target")
    sed -E "s/listen .*/listen 127.0.0.1:$port;/; s/^daemon off;/daemon off; master_process off;/; /^(user|pid) /d" \
        "$WORK/nginx.cached.conf" >"$WORK/nginx.counted.conf"
    valgrind --quiet --tool=callgrind --instr-atstart=no "--callgrind-out-file=$out" \
        nginx -g "pid $WORK/nginx.counted.pid;" -c "$WORK/nginx.counted.conf" 2>>"$WORK/nginx.log" &
    pid=$!
    PIDS+=("$pid")
    until curl -sf -o /dev/null "${headers[@]}" "$url"; do sleep 0.2; done
    callgrind_control -i on "$pid" >/dev/null 2>&1
    requests=$(wrk -t1 -c4 -d3s --timeout 10s "${headers[@]}" "$url" | awk '/requests in/ {print $1}')
    callgrind_control -i off "$pid" >/dev/null 2>&1
    callgrind_control -d "$pid" >/dev/null 2>&1
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    awk -v requests="$requests" '/^totals:/ {sum += $2} END {printf "%.0f\n", sum / requests}' "$out".*
}
