#!/bin/sh
# usage: docker-compose-dev/run.sh (as root, after ./fleet build)
# The lab of docker-compose.yml with Debian's docker.io and docker-compose, for real and from nothing: base image by debootstrap,
# three nodes and PostgreSQL up, a job spread over them, one node killed and recovered from, then the control host with its state.
# Closes with "N passed, N failed"; 0 where nothing failed. Whatever ends it, nothing of it stays but .artifacts/compose, which
# makes the next run quick.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
cache=$top/.artifacts/compose
[ "$(id -u)" = 0 ] || { echo "run it as root: it starts a dockerd of its own" >&2; exit 1; }
[ -x "$top/.artifacts/dist/fleet" ] || { echo "nothing is built: ./fleet build" >&2; exit 1; }
need() { command -v "$1" >/dev/null || { echo "$1 is missing: apt-get install $2" >&2; exit 1; }; }
need dockerd docker.io
need docker-compose docker-compose
need debootstrap debootstrap
need umoci umoci
need jq jq
[ -f /bin/busybox ] || need busybox busybox-static

passed=0 failed=0
pass() { passed=$((passed + 1)); echo "PASS $1"; }
fail() { failed=$((failed + 1)); echo "FAIL $1: $2"; }
# check NAME WANT COMMAND...: what the command prints, within two minutes.
check() {
    name=$1 want=$2 limit=$(($(date +%s) + 120))
    shift 2
    until got=$("$@" 2>&1) && [ "$got" = "$want" ]; do
        [ "$(date +%s)" -lt $limit ] || { fail "$name" "want '$want', got '$got'"; return 0; }
        sleep 0.5
    done
    pass "$name"
}

folder=$(mktemp -d /tmp/fleet-compose-XXXXXX)
mkfifo "$folder/end"
setsid sh "$here/daemon.sh" "$folder" <"$folder/end" &
daemon=$!
exec 3>"$folder/end"
finish() {
    code=$?
    trap '' INT TERM HUP
    trap - EXIT
    exec 3>&-
    wait "$daemon" || true
    [ ! -e "$folder" ] && [ ! -e /sys/class/net/fleet-dev ] || { echo "something stayed behind in $folder"; code=1; }
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Nothing that is started here may keep the daemon's standard input open.
export DOCKER_HOST="unix://$folder/docker.sock" DOCKER_CONFIG="$folder/config" COMPOSE_PROJECT_NAME=fleet-dev DOCKER_BUILDKIT=0
docker() { command docker "$@" 3>&-; }
compose() { docker-compose -f "$here/docker-compose.yml" --no-ansi "$@" 3>&-; }
on() { node=$1; shift; docker exec "$(id_of "$node")" "$@"; }
id_of() { compose ps -q "$1" 2>/dev/null; }
tries=0
until docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 120 ] && kill -0 "$daemon" || { tail -n 20 "$folder/log"; exit 1; }
    sleep 0.5
done

# Base: Debian by debootstrap, with the database's packages, whose image has the name of Docker's own.
sh "$top/tests/vm/debian.sh" "$cache/debian" libssl3,postgresql 3>&-
mkdir -p "$folder/more/usr/local/bin" && cp "$here/journal.sh" "$folder/more/usr/local/bin/journal"
if [ -e "$top/.artifacts/dist/agent/fleet-agent.dll" ]; then
    mkdir -p "$folder/more/usr/share" && cp -rL "$(dirname "$(readlink -f "$(command -v dotnet)")")" "$folder/more/usr/share/dotnet" && rm -rf "$folder/more/usr/share/dotnet/sdk"
fi
tar -c -C "$cache/debian" . | docker import - debian-base:dev >/dev/null
printf 'FROM debian-base:dev\nCOPY . /\n' | docker build -q -t fleet-base:dev -f - "$folder/more" >/dev/null 2>&1
printf 'FROM fleet-base:dev\nVOLUME /var/lib/postgresql/data\nENTRYPOINT ["sh", "/usr/local/bin/journal"]\n' | docker build -q -t postgres:15 - >/dev/null 2>&1

# An image for the job: busybox alone.
umoci init --layout "$folder/image" && umoci new --image "$folder/image:latest" && umoci unpack --image "$folder/image:latest" "$folder/bundle" 2>/dev/null
mkdir -p "$folder/bundle/rootfs/bin" && cp /bin/busybox "$folder/bundle/rootfs/bin/"
for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$folder/bundle/rootfs/bin/$applet"; done
umoci repack --image "$folder/image:latest" "$folder/bundle" 2>/dev/null && umoci config --image "$folder/image:latest" --config.cmd sh --config.env PATH=/bin

compose up -d --build >"$folder/up" 2>&1 || { tail -n 30 "$folder/up"; exit 1; }

ready() { on n1 fleet node list --format json | jq -r '[.[] | select(.state == "ready") | .name] | sort | join(" ")'; }
check three-nodes-ready 'n1 n2 n3' ready
namespaces() { for node in n1 n2 n3; do on $node readlink /proc/self/ns/cgroup; done | sort -u | grep -cvx "$(readlink /proc/self/ns/cgroup)"; }
check each-in-a-cgroup-namespace-of-its-own 3 namespaces
warned() { for node in n1 n2 n3; do docker logs "$(id_of $node)" 2>&1; done | grep -c 'cgroup namespace' || true; }
check none-warns 0 warned
docker update --memory 2g --memory-swap 2g "$(id_of n3)" >/dev/null
memory() { on n1 fleet node list --format json | jq '.[] | select(.name == "n3") | .capacity.memory'; }
check a-node-sees-its-own-limit 2147483648 memory

docker cp "$folder/image" "$(id_of n1):/tmp/image" >/dev/null
import() { on n1 fleet image import /tmp/image --name base 2>/dev/null; }
check image-imports base:latest import
cat >"$folder/web.yaml" <<'JOB'
services:
  web:
    image: base
    command: ["sh", "-c", "echo up on $$(hostname); exec sleep 100000"]
    stop_grace_period: 1s
    deploy:
      replicas: 6
      resources: { reservations: { cpus: "0.5", memory: 32m }, limits: { cpus: "0.5", memory: 64m } }
    x-fleet: { disconnect: { lost_after: 5s } }
JOB
cat >"$folder/once.yaml" <<'JOB'
services:
  sum:
    image: base
    command: ["sh", "-c", "echo $$((40 + 2)) >$$FLEET_RESULT"]
    x-fleet: { type: batch }
JOB
docker cp "$folder/web.yaml" "$(id_of n1):/tmp/" >/dev/null && docker cp "$folder/once.yaml" "$(id_of n1):/tmp/" >/dev/null
on n1 fleet job submit /tmp/web.yaml --wait >"$folder/out" 2>&1 || cat "$folder/out"
allocations() { on n1 fleet job ps web --format json | jq -r ".[] | select(.state == \"running\" and .unknown == false) | $1"; }
running() { allocations .name | wc -l; }
nodes() { allocations .node | sort -u | tr '\n' ' '; }
check six-replicas-run 6 running
check spread-over-all-nodes 'n1 n2 n3 ' nodes
# As the host's kernel has them, whatever the nodes say.
processes() { for node in n1 n2 n3; do docker top "$(id_of $node)" -eo pid,args 2>/dev/null || true; done | grep -c ' sleep 100000$' || true; }
check and-no-more-than-six 6 processes
written() { on n1 fleet job logs web | grep -c 'up on'; }
check logs-of-all-nodes 6 written
on n1 fleet job submit /tmp/once.yaml --wait >"$folder/out" 2>&1 || cat "$folder/out"
check a-batch-has-its-result 42 on n1 fleet job result once

query() { docker exec -e PGPASSWORD=fleet "$(id_of journal)" psql -h 127.0.0.1 -U fleet -d fleet -Atc "$1"; }
check state-in-postgresql t query 'select count(*) > 0 from fleet_event'
files() { on n1 sh -c 'find /var/lib/fleet -name "*.db*" -o -name raft | wc -l'; }
check and-nowhere-else 0 files

# A worker is gone: its replicas run elsewhere, and it comes back.
docker kill "$(id_of n2)" >/dev/null
check killed-node-is-noticed 'n1 n3' ready
check its-replicas-run-elsewhere 'n1 n3 ' nodes
check six-again 6 running
docker start "$(id_of n2)" >/dev/null
check it-comes-back 'n1 n2 n3' ready
check still-six 6 running
check still-no-more-than-six 6 processes

# The control host is gone, and with it all that lay on its disk: what it had accepted is in the database.
compose rm -sfv n1 >/dev/null 2>&1 && docker volume rm fleet-dev_n1 >/dev/null
compose up -d n1 >"$folder/up" 2>&1 || tail -n 30 "$folder/up"
check control-host-comes-back 'n1 n2 n3' ready
jobs() { on n1 fleet job list --format json | jq -r '[.[].name] | sort | join(" ")'; }
check jobs-are-known 'once web' jobs
check six-after-all 6 running
check six-processes-after-all 6 processes
attempts() { on n1 fleet job ps once --format json | jq -r '[.[] | .attempt] | max'; }
check a-batch-is-not-run-again 1 attempts
scaled() { on n1 fleet job scale web=3 >/dev/null 2>&1; running; }
check it-goes-on-deciding 3 scaled
check and-its-orders-are-followed 3 processes

# In the host's cgroup namespace a node says so.
docker run -d --name odd --cap-add SYS_ADMIN --security-opt seccomp=unconfined --cgroupns host --network none \
    -v "$here/worker.conf:/etc/fleet/node.conf:ro" -v "$here/node.sh:/node.sh:ro" \
    -e CLUSTER_IP=127.0.0.1 -e CLUSTER_SEEDS=127.0.0.1:4053 fleet-node:dev >/dev/null
said() { docker logs odd 2>&1 | grep -o "in the host's cgroup namespace" | head -n 1; }
check a-node-in-the-hosts-cgroup-namespace-says-so "in the host's cgroup namespace" said

compose down -v >"$folder/up" 2>&1 || tail -n 30 "$folder/up"
docker rm -f odd >/dev/null 2>&1
left() { docker ps -aq | wc -l; }
check down-leaves-no-container 0 left

exec 3>&-
wait "$daemon" || true
outside() { find /sys/fs/cgroup -maxdepth 2 -name "$(basename "$folder")"; awk -v below="$folder/" 'index($5, below) == 1' /proc/self/mountinfo; ls -d "$folder" /sys/class/net/fleet-dev 2>/dev/null || true; }
check the-daemon-leaves-nothing '' outside
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
