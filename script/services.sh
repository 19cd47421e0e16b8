# shellcheck shell=bash
# Sourced by script/test and script/heavy: a private PostgreSQL and Redis on free ports in a temporary folder, and
# the environment that points to them. Nothing survives: whoever starts them also sets the trap that stops them.
SERVICES=""

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_services() {
    SERVICES="$(mktemp -d "/tmp/bondgenoot.XXXXXX")"
    SERVICES_AS=()
    if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
        chown nobody "$SERVICES"
        SERVICES_AS=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env "HOME=$SERVICES")
    fi
    step "PostgreSQL" twice start_postgresql || return 1
    step "Redis" twice start_redis || return 1
    DATABASE_URL="postgres://app@127.0.0.1:$(cat "$SERVICES/postgresql.port")/app"
    REDIS_URL="redis://127.0.0.1:$(cat "$SERVICES/redis.port")/0"
    export DATABASE_URL REDIS_URL
}

# A free port may be taken by another process before we use it: once more, with another port.
twice() { "$@" || "$@"; }

# Without fsync and the like: the data lives as long as the run.
start_postgresql() {
    local programs port
    programs="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)"
    port="$(free_port)"
    cd "$SERVICES" || return 1
    [ -e pg/PG_VERSION ] ||
        "${SERVICES_AS[@]}" "$programs/initdb" -D pg -U app -A trust --no-sync -E UTF8 --locale=C.UTF-8 || return 1
    "${SERVICES_AS[@]}" "$programs/pg_ctl" -D "$SERVICES/pg" -w -s -l "$SERVICES/pg.log" start -o \
        "-p $port -k $SERVICES -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off" &&
        "$programs/createdb" -h 127.0.0.1 -p "$port" -U app app &&
        echo "$port" >"$SERVICES/postgresql.port" || { cat "$SERVICES/pg.log"; return 1; }
}

start_redis() {
    local port
    port="$(free_port)"
    cp -L "$(broker_program)" "$SERVICES/broker" || return 1 # a checkout may be closed to nobody
    "${SERVICES_AS[@]}" "$SERVICES/broker" --bind 127.0.0.1 --port "$port" --save "" --appendonly no --dir "$SERVICES" \
        --daemonize yes --pidfile "$SERVICES/redis.pid" --logfile "$SERVICES/redis.log" ||
        return 1
    for _ in {1..50}; do
        if answers "$port" && [ -s "$SERVICES/redis.pid" ]; then
            echo "$port" >"$SERVICES/redis.port"
            return 0
        fi
        sleep 0.1
    done
    cat "$SERVICES/redis.log"
    return 1
}

# Does a server of the Redis protocol answer here? Asked in a shell of its own, which closes the connection.
answers() (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    echo PING >&3
    read -r -t 1 said <&3
    [[ "$said" == +PONG* ]]
) 2>/dev/null

stop_services() {
    local file pid
    [ -n "$SERVICES" ] || return 0
    for file in "$SERVICES/pg/postmaster.pid" "$SERVICES/redis.pid"; do
        [ -s "$file" ] || continue
        pid="$(head -n 1 "$file")"
        kill -INT "$pid" 2>/dev/null || continue
        for _ in {1..100}; do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    done
    rm -rf "$SERVICES"
    SERVICES=""
}
