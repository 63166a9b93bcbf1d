#!/bin/sh
# Runs as the first process of the virtual machine (see run.sh): cgroup v2 alone, real block device, root with all capabilities.
export PATH=/bin:/sbin HOME=/root FLEET_ROOT=/var/lib/fleet-test
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
# On a busy host this machine is slow: an agent that the command no longer waits for is waited for here.
answers() { n=0; until $fleet ps >/dev/null 2>&1; do n=$((n + 1)); [ $n -lt 200 ] || return 1; sleep 1; done; }
{ $fleet node -d >$log 2>&1 || answers; } && pass agent-starts || { fail agent-starts "$(cat $log) $(tail -n 5 $FLEET_ROOT/state/node.log)"; poweroff -f; }
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

# Swap is what memory+swap leaves over the memory, and is used before anything is killed.
dd if=/dev/zero of=/swap bs=1M count=96 2>/dev/null; mkswap /swap >/dev/null; swapon /swap
fill='dd if=/dev/zero of=/dev/shm/f bs=1M count=50 2>/dev/null; cat /sys/fs/cgroup/memory.swap.current'
match swap-used '^[1-9][0-9]{6,}$' "$(run -m 32m --memory-swap 96m base sh -c "$fill")"
run -m 32m --memory-swap 32m base sh -c 'exec dd if=/dev/zero of=/dev/shm/f bs=1M count=50'; check no-swap-no-room 137 $?
check memory-reservation 33554432 "$(run -m 64m --memory-reservation 32m base cat /sys/fs/cgroup/memory.low)"

# Limits change while it runs, and memory that is in use is not taken away.
id=$($fleet run -d -m 128m --memory-swap 128m base sh -c 'dd if=/dev/zero of=/dev/shm/f bs=1M count=40 2>/dev/null; echo full; exec sleep 10000')
n=0; while [ -z "$($fleet logs $id)" ] && [ $n -lt 500 ]; do usleep 100000; n=$((n + 1)); done
group=/sys/fs/cgroup$(sed 's/^0:://' /proc/$($fleet inspect $id | sed -n 's/^ *"[pP]id": *\([1-9][0-9]*\).*/\1/p' | head -n 1)/cgroup)
match update-below-use '32m is below what is in use' "$($fleet update --memory 32m $id 2>&1)"
check update-changed-nothing '134217728 running' "$(cat $group/memory.max) $($fleet ps | grep -q running && echo running)"
$fleet update --memory 256m --memory-swap 300m --cpus 0.5 --pids-limit 30 --cpuset-cpus 1 --cpu-shares 2048 $id >/dev/null 2>/tmp/err
check update-holds '268435456 46137344 50000 100000 30 1' "$(cat $group/memory.max $group/memory.swap.max $group/cpu.max $group/pids.max $group/cpuset.cpus | tr '\n' ' ' | sed 's/ $//')"
$fleet rm -f $id >/dev/null 2>&1

# Block I/O, held back by the kernel and counted by it.
mknod /dev/loop7 b 7 7 2>/dev/null; dd if=/dev/zero of=/loop.img bs=1M count=8 2>/dev/null; losetup /dev/loop7 /loop.img
check io-max 'rbps=max wbps=1048576 riops=max wiops=max' "$(run --device /dev/loop7 --device-write-bps /dev/loop7:1mb base cat /sys/fs/cgroup/io.max | cut -d' ' -f2-)"
began=$(cut -d. -f1 /proc/uptime)
wrote=$(run --device /dev/loop7 --device-write-bps /dev/loop7:1mb base sh -c 'dd if=/dev/zero of=/dev/loop7 bs=1M count=5 oflag=direct 2>/dev/null; grep ^7:7 /sys/fs/cgroup/io.stat')
match io-held-back '^yes' "$([ $(($(cut -d. -f1 /proc/uptime) - began)) -ge 3 ] && echo yes || echo "$began $wrote")"
match io-counted 'wbytes=5242880 ' "$wrote"
losetup -d /dev/loop7

# Weights: io.weight is there from the beginning; BFQ's own file, of Docker's scale, comes with its module and goes before.
check io-weight 'default 300' "$(run --blkio-weight 300 base sh -c 'cat /sys/fs/cgroup/io.bfq.weight 2>/dev/null || cat /sys/fs/cgroup/io.weight' | sed 's/^default 2[0-9]*$/default 300/')"
modprobe bfq && echo bfq >/sys/block/vda/queue/scheduler
check io-weight-of-bfq 'default 300' "$(run --blkio-weight 300 base cat /sys/fs/cgroup/io.bfq.weight)"

# What takes CAP_SYS_RESOURCE: hard limits above the agent's own, and an OOM score below it.
own=$(sed -n 's/^Max open files  *[0-9]*  *\([0-9]*\).*/\1/p' /proc/$(cat $FLEET_ROOT/run/node.pid)/limits)
check hard-limit-above-own "$((own * 2)) $((own * 2))" "$(run --ulimit nofile=$((own * 2)):$((own * 2)) base sh -c 'echo $(ulimit -Sn) $(ulimit -Hn)')"
check oom-score-below-own -500 "$(run --oom-score-adj -500 base cat /proc/self/oom_score_adj)"
shim=$($fleet run -d base sleep 1000)
check shim-is-spared -998 "$(cat /proc/$(grep -lx fleet-shim /proc/[0-9]*/comm | cut -d/ -f3 | head -n 1)/oom_score_adj)"
$fleet rm -f $shim >/dev/null 2>&1

# Pressure is kept here (psi=1): for the machine, for each group, and in what Fleet shows.
match pressure-in-the-group '^some avg10=[0-9.]+ .* total=[0-9]+' "$(run base cat /sys/fs/cgroup/cpu.pressure)"
match pressure-of-the-node '"pressure": *{"cpu": *[0-9]' "$($fleet node list --format json)"

# A job's limits are its group's, and change without a restart.
cat >/tmp/capped.yaml <<'JOB'
services:
  busy:
    image: base
    command: ["sh", "-c", "while :; do :; done"]
    stop_grace_period: 1s
    deploy: { replicas: 2, resources: { limits: { cpus: "0.08" }, reservations: { cpus: "0.01", memory: 16m } } }
x-fleet: { limits: { cpus: "0.1", memory: 64m, pids: 20 } }
JOB
$fleet job submit /tmp/capped.yaml --wait >$log 2>&1
job=/sys/fs/cgroup/fleet/capped
check job-limits '10000 100000 67108864 20' "$(cat $job/cpu.max $job/memory.max $job/pids.max | tr '\n' ' ' | sed 's/ $//')"
usage() { sed -n 's/^usage_usec //p' $job/cpu.stat; }
micros() { tr -d . </proc/uptime | sed 's/ .*/0000/'; }
used=$(usage); from=$(micros); sleep 5
used=$(($(usage) - used)); from=$(($(micros) - from))
match job-uses-no-more '^yes' "$([ $((used * 100)) -le $((from * 11)) ] && echo yes || echo "$used of $from")"
match job-is-throttled '^nr_throttled [1-9]' "$(grep ^nr_throttled $job/cpu.stat)"
tasks=$(cat $job/*/cgroup.procs | sort | tr '\n' ' ')
sed -i 's/cpus: "0.1", memory: 64m, pids: 20/cpus: "0.2", memory: 96m/' /tmp/capped.yaml
$fleet job submit /tmp/capped.yaml >$log 2>&1
n=0; while [ "$(cat $job/cpu.max)" != '20000 100000' ] && [ $n -lt 300 ]; do usleep 100000; n=$((n + 1)); done
check job-limits-live '20000 100000 100663296 max' "$(cat $job/cpu.max $job/memory.max $job/pids.max | tr '\n' ' ' | sed 's/ $//')"
check job-not-restarted "$tasks" "$(cat $job/*/cgroup.procs | sort | tr '\n' ' ')"
$fleet job stop capped >$log 2>&1
n=0; while [ -d $job ] && [ $n -lt 300 ]; do usleep 100000; n=$((n + 1)); done
check job-group-gone no "$([ -d $job ] && echo yes || echo no)"

# What a container runs into is told while it goes on, and inspect has the group's limits.
$fleet events --format json >/tmp/events 2>/dev/null &
events=$!
sleep 1
id=$($fleet run -d --name trouble -m 20m --memory-swap 20m --pids-limit 4 base sh -c 'while :; do (exec tail /dev/zero); (sleep 1 & sleep 1 & sleep 1 & wait); sleep 1; done')
told() { grep '"name":"trouble"' /tmp/events | grep -c "\"action\":\"$1\""; }
n=0; while [ "$(told oom)" = 0 -o "$(told pids-limit)" = 0 ] && [ $n -lt 300 ]; do usleep 100000; n=$((n + 1)); done
match event-oom '^[1-9]' "$(told oom)"
match event-pids-limit '^[1-9]' "$(told pids-limit)"
check inspect-limits '2 4 20971520 0' "$($fleet inspect -f '{{range .Cgroups}}{{.Version}} {{index .Limits "pids.max"}} {{index .Limits "memory.max"}} {{index .Limits "memory.swap.max"}}{{end}}' trouble)"
check goes-on running "$($fleet inspect -f '{{.State.Status}}' trouble)"
kill $events
$fleet rm -f $id >/dev/null 2>&1

# Statistics against the kernel's files.
id=$($fleet run -d --cpus 0.2 base sh -c 'while :; do :; done')
sleep 3
stats=$($fleet stats --no-stream --format json)
now() { cat $group/$1; }
group=/sys/fs/cgroup$(sed 's/^0:://' /proc/$($fleet inspect $id | sed -n 's/^ *"[pP]id": *\([1-9][0-9]*\).*/\1/p' | head -n 1)/cgroup)
# Between the kernel's own figure before and after: it goes on meanwhile.
before=$(sed -n 's/^usage_usec //p' $group/cpu.stat)
stats=$($fleet stats --no-stream --format json)
after=$(sed -n 's/^usage_usec //p' $group/cpu.stat)
told=$(echo "$stats" | sed -n 's/.*"cpuUsage": *\([0-9]*\).*/\1/p')
match stats-cpu '^yes' "$([ "${told:-0}" -ge $((before * 1000)) ] && [ "$told" -le $((after * 1000 + 999)) ] && echo yes || echo "$told of $before to $after us: $stats")"
check stats-pids "$(now pids.current)" "$(echo "$stats" | sed -n 's/.*"pids": *\([0-9]*\).*/\1/p')"
match stats-pressure '"pressure": *{"cpu": *[0-9]' "$stats"
match stats-throttled '"throttledPeriods": *[1-9]' "$stats"
group=$(sed 's/^0:://' /proc/$($fleet inspect $id | sed -n 's/^ *"[pP]id": *\([1-9][0-9]*\).*/\1/p' | head -n 1)/cgroup)
match cgroup-path 'fleet/local/' "$group"
# The agent dies, the container goes on, the next agent has it.
pid=$(cat $FLEET_ROOT/run/node.pid)
kill -9 "$pid"
n=0; while [ -d "/proc/$pid" ] && [ $n -lt 1000 ]; do usleep 10000; n=$((n + 1)); done
match outlives-agent "$id|[0-9]" "$(cat /sys/fs/cgroup$group/cgroup.procs)"
$fleet node -d >$log 2>&1 || fail agent-again "$(cat $log)"
match adopted '"[sS]tat(e|us)": *"running"' "$($fleet inspect $id)"
check exec-after-adoption again "$($fleet exec $id echo again)"
$fleet rm -f $id >/dev/null 2>&1
check group-removed no "$([ -d /sys/fs/cgroup$group ] && echo yes || echo no)"
check no-mount-left 0 "$(grep -c overlay /proc/mounts)"

kill -TERM $(cat $FLEET_ROOT/run/node.pid)
echo "DONE"
sync
poweroff -f
