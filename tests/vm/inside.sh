#!/bin/sh
# Runs as the first process of the virtual machine (see run.sh): cgroup v2 alone, real block device, root with all capabilities.
export PATH=/bin:/sbin HOME=/root FLEET_ROOT=/var/lib/fleet-test DOTNET_ROOT=/usr/share/dotnet DOTNET_TieredPGO=0
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t cgroup2 none /sys/fs/cgroup; mount -t tmpfs run /run; mount -t tmpfs tmp /tmp
mkdir -p /dev/pts /dev/shm; mount -t devpts pts /dev/pts
for module in overlay bridge veth loop; do modprobe $module; done
ip link set lo up
hostname vm
fleet=/fleet/fleet
log=/tmp/log

pass() { echo "PASS $1"; }
fail() { echo "FAIL $1: $2"; }
# check NAME WANT GOT
check() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "want '$2', got '$3'"; fi; }
# match NAME PATTERN TEXT
match() { if echo "$3" | grep -Eq "$2"; then pass "$1"; else fail "$1" "want /$2/, got '$3'"; fi; }
run() { $fleet run --rm "$@" 2>/tmp/err; }

uname -r
$fleet node -d >$log 2>&1 && pass agent-starts || { fail agent-starts "$(cat $log) $(tail -n 5 $FLEET_ROOT/state/node.log)"; poweroff -f; }
$fleet image import /image --name base >$log 2>&1 && pass image-imports || fail image-imports "$(cat $log)"
check runs-and-prints hello "$(run base echo hello)"
run base sh -c 'exit 7'; check exit-code 7 $?
check cgroup-version 2 "$($fleet node inspect $(hostname) | sed -n 's/.*"cgroupVersion": *\([0-9]*\).*/\1/p')"

# Each limit as the kernel has it, seen from inside, where the container's own group is the root.
check memory-limit 67108864 "$(run -m 64m base cat /sys/fs/cgroup/memory.max)"
check swap-limit 0 "$(run -m 64m --memory-swap 64m base cat /sys/fs/cgroup/memory.swap.max)"
check cpu-quota '50000 100000' "$(run --cpus 0.5 base cat /sys/fs/cgroup/cpu.max)"
match cpu-weight '^[0-9]+$' "$(run --cpu-shares 512 base cat /sys/fs/cgroup/cpu.weight)"
check pids-limit 20 "$(run --pids-limit 20 base cat /sys/fs/cgroup/pids.max)"
check cpuset 1 "$(run --cpuset-cpus 1 base cat /sys/fs/cgroup/cpuset.cpus.effective)"
run base sh -c 'echo 1 > /sys/fs/cgroup/pids.max'; match cgroup-read-only '[1-9]' $?
check device-refused 1 "$(run base sh -c 'mknod /tmp/d b 254 0; head -c 1 /tmp/d >/dev/null 2>&1; echo $?')"
check device-allowed 0 "$(run base sh -c 'head -c 1 /dev/zero >/dev/null; echo $?')"
check capabilities 00000000a80425fb "$(run base sed -n 's/CapEff:.//p' /proc/self/status)"
check seccomp 2 "$(run base sed -n 's/Seccomp:.//p' /proc/self/status)"
check user-namespace-root 0 "$(run --userns private base id -u)"
check user-namespace-file 0 "$(run --userns private base sh -c 'touch /f; stat -c %u /f')"

run -m 32m --memory-swap 32m base sh -c 'exec tail /dev/zero'; check oom-exit 137 $?
match oom-in-words 'memory' "$(tr A-Z a-z </tmp/err)"

# Statistics against the kernel's files.
id=$($fleet run -d --cpus 0.2 base sh -c 'while :; do :; done')
sleep 3
stats=$($fleet stats --no-stream --format json)
match stats-throttled '"throttledPeriods": *[1-9]' "$stats"
group=$(sed 's/^0:://' /proc/$($fleet inspect $id | sed -n 's/^ *"pid": *\([0-9]*\).*/\1/p' | head -n 1)/cgroup)
match cgroup-path 'fleet/local/' "$group"
# The agent dies, the container goes on, the next agent has it.
pid=$(cat $FLEET_ROOT/run/node.pid)
kill -9 "$pid"
n=0; while [ -d "/proc/$pid" ] && [ $n -lt 1000 ]; do usleep 10000; n=$((n + 1)); done
match outlives-agent "$id|[0-9]" "$(cat /sys/fs/cgroup$group/cgroup.procs)"
$fleet node -d >$log 2>&1 || fail agent-again "$(cat $log)"
match adopted '"state": *"running"' "$($fleet inspect $id)"
check exec-after-adoption again "$($fleet exec $id echo again)"
$fleet rm -f $id >/dev/null 2>&1
check group-removed no "$([ -d /sys/fs/cgroup$group ] && echo yes || echo no)"
check no-mount-left 0 "$(grep -c overlay /proc/mounts)"

kill -TERM $(cat $FLEET_ROOT/run/node.pid)
echo "DONE"
sync
poweroff -f
