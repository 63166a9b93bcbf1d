#!/bin/sh
# Runs as a service of the virtual machine of systemd.sh: Debian, systemd as init, Fleet installed by its unit.
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root
log=/tmp/log
top=/sys/fs/cgroup
scope=/fleet.slice/fleet-containers.scope

pass() { echo "PASS $1"; }
fail() { echo "FAIL $1: $2"; }
# check NAME WANT GOT
check() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "want '$2', got '$3'"; fi; }
# match NAME PATTERN TEXT
match() { if echo "$3" | grep -Eq "$2"; then pass "$1"; else fail "$1" "want /$2/, got '$3'"; fi; }
# eventually WANT COMMAND...: for at most a minute; then whatever it says.
eventually() {
    want=$1; n=0; shift
    until [ "$("$@" 2>/dev/null)" = "$want" ] || [ $n -ge 600 ]; do n=$((n + 1)); usleep 100000; done
    "$@" 2>&1
}
show() { systemctl show --value -p "$2" "$1"; }
group() { sed 's/^0:://' "/proc/$1/cgroup"; }
procs() { cat "$top$1/cgroup.procs" | sort -n | tr '\n' ' '; }
named() { grep -lx "$1" /proc/[0-9]*/comm 2>/dev/null | cut -d/ -f3; }
count() { named "$1" | wc -l; }
running() { fleet ps -q | wc -l; }
pids() { fleet inspect -f '{{.State.Pid}}' $(fleet ps -q) | sort -n | tr '\n' ' '; }
# What is not to change: each container's processes with their start times, and its limits.
picture() {
    for folder in $(find $top/fleet.slice -mindepth 3 -maxdepth 3 -path '*/local/*' -type d | sort); do
        echo "$folder $(for pid in $(cat $folder/cgroup.procs); do cut -d' ' -f1,22 /proc/$pid/stat; done | tr '\n' ' ')" \
            $(cat $folder/memory.max $folder/memory.swap.max $folder/cpu.max $folder/pids.max $folder/cpuset.cpus)
    done
    cat $top$scope/shims~*/cgroup.procs | sort -n
}
same() { [ "$1" = "$2" ] && [ "$(echo "$1" | grep -c ' 33554432 .* 50000 100000 20 0$')" = 20 ] && echo same || { echo "before: $1" | head -n 3; echo "after: $2" | head -n 3; }; }

echo "systemd $(systemctl --version | sed -n 's/^systemd \([0-9]*\).*/\1/p'), Linux $(uname -r)"
for module in overlay bridge veth; do modprobe $module; done
systemctl start fleet >$log 2>&1; check service-ready active "$(systemctl is-active fleet)"
# That the unit is there before the agent answers would be no use: it is ready when it has started.
check answers-when-ready 0 "$(fleet ps >$log 2>&1; echo $?)"
agent=$(show fleet MainPID)
check agent-in-its-service /system.slice/fleet.service "$(group $agent)"
check scope-delegated 'yes fleet.slice active infinity' "$(for p in Delegate Slice ActiveState TasksMax; do show fleet-containers.scope $p; done | tr '\n' ' ' | sed 's/ $//')"
check no-warning '' "$(journalctl -u fleet --no-pager -o cat | grep -i scope)"

fleet image import /image --name base >$log 2>&1 || fail image "$(cat $log)"
n=0; while [ $n -lt 20 ]; do
    fleet run -d --name c$n -m 32m --memory-swap 32m --cpus 0.5 --pids-limit 20 --cpuset-cpus 0 base sleep 100000 >$log 2>&1 || fail run "$(cat $log)"
    n=$((n + 1))
done
check twenty-run 20 "$(running)"
check containers-below-scope 20 "$(for pid in $(pids); do group $pid; done | grep -c "^$scope/local/[^/]*$")"
check shims-in-their-leaf 20 "$(for pid in $(named fleet-shim); do group $pid; done | grep -c "^$scope/shims~[0-9a-f]*$")"
check agent-alone-in-its-service "$agent " "$(procs /system.slice/fleet.service)"
check controllers-handed-down 'cpuset cpu io memory pids' "$(cat $top$scope/cgroup.subtree_control)"
match inspect-shows-place "$scope/local/" "$(fleet inspect -f '{{range .Cgroups}}{{.Path}}{{end}}' c0)"

before=$(picture)
systemctl restart fleet >$log 2>&1; check restart-works 'active' "$(systemctl is-active fleet)"
check restart-touches-nothing same "$(same "$before" "$(picture)")"
check restart-another-agent yes "$([ "$(show fleet MainPID)" != "$agent" ] && echo yes)"
check restart-adopts 20 "$(running)"
check restart-exec again "$(fleet exec c7 echo again 2>&1)"
check restart-leaves-nothing-over "$(show fleet MainPID) " "$(procs /system.slice/fleet.service)"
check restart-one-keeper 1 "$(eventually 1 count fleet-keeper)"

systemctl daemon-reload && systemctl daemon-reload
check reload-touches-nothing same "$(same "$before" "$(picture)")"
systemctl daemon-reexec
check reexec-touches-nothing same "$(same "$before" "$(picture)")"
check reload-keeps-delegation 'cpuset cpu io memory pids' "$(cat $top$scope/cgroup.subtree_control)"
# What is asked of systemd for other units makes it write its whole tree anew, and still none of ours.
systemctl set-property --runtime system.slice MemoryMax=1500M CPUWeight=50
check property-touches-nothing same "$(same "$before" "$(picture)")"

kill -9 $(show fleet MainPID)
check killed-agent-returns 20 "$(eventually 20 running)"
check kill-touches-nothing same "$(same "$before" "$(picture)")"
check update-after-all 41943040 "$(fleet update -m 40m --memory-swap 40m c3 >$log 2>&1; cat $top$(group $(fleet inspect -f '{{.State.Pid}}' c3))/memory.max)"
check run-after-all 'hello' "$(fleet run --rm base echo hello 2>&1)"
check stop-after-all 143 "$(fleet stop -t 1 c4 >$log 2>&1; fleet inspect -f '{{.State.ExitCode}}' c4 | sed s/137/143/)"

# The slice is where an administrator limits all containers of a machine; the node's capacity follows.
systemctl set-property --runtime fleet.slice MemoryMax=1G
capacity() { fleet node inspect vm | tr -d ' \n' | sed -n 's/.*"capacity":{[^}]*"memory[A-Za-z]*":\([0-9]*\).*/\1/p'; }
check slice-is-capacity 1073741824 "$(eventually 1073741824 capacity)"

# Without the agent the containers keep the scope; without either it goes.
systemctl stop fleet; check stop-leaves-containers 19 "$(count fleet-shim)"
check stop-keeps-scope active "$(systemctl is-active fleet-containers.scope)"
check stop-ends-keeper 0 "$(eventually 0 count fleet-keeper)"
systemctl start fleet
fleet rm -f $(fleet ps -aq) >$log 2>&1
check all-removed 0 "$(fleet ps -aq | wc -l)"
check scope-stays-for-agent active "$(systemctl is-active fleet-containers.scope)"
check groups-gone "keeper" "$(ls -d $top$scope/*/ | sed 's|.*/\([a-z]*\)[^/]*/$|\1|' | tr '\n' ' ' | sed 's/ $//')"
systemctl stop fleet
check scope-goes-with-last inactive "$(eventually inactive systemctl is-active fleet-containers.scope)"
check its-group-goes no "$([ -d $top$scope ] && echo yes || echo no)"

# It comes again with the agent, and also where it was taken away from under it.
systemctl start fleet; check scope-comes-again active "$(systemctl is-active fleet-containers.scope)"
kill -9 $(named fleet-keeper)
check scope-lost inactive "$(eventually inactive systemctl is-active fleet-containers.scope)"
check made-anew-for-a-container hello "$(fleet run --rm base echo hello 2>&1)"
check active-anew active "$(systemctl is-active fleet-containers.scope)"

# Stopping the scope stops the containers, politely, and their exit statuses are known.
fleet run -d --name polite base sh -c 'trap "exit 5" TERM; echo ready; while :; do sleep 0.1; done' >$log 2>&1
check polite-runs ready "$(eventually ready fleet logs polite)"
systemctl stop fleet-containers.scope
check exit-status-of-a-stop 5 "$(eventually 5 fleet inspect -f '{{.State.ExitCode}}' polite)"
check run-after-a-stop hello "$(fleet run --rm base echo hello 2>&1)"

# A place that the configuration names is taken as it is.
echo 'fleet.node.cgroup-parent = "elsewhere/mine"' >>/etc/fleet/node.conf
systemctl restart fleet
check own-parent /elsewhere/mine/local "$(fleet run --rm base cat /proc/self/cgroup >$log 2>&1; id=$(fleet run -d base sleep 1000); dirname $(group $(fleet inspect -f '{{.State.Pid}}' $id)))"
check own-parent-without-scope inactive "$(eventually inactive systemctl is-active fleet-containers.scope)"
fleet rm -f $(fleet ps -aq) >$log 2>&1
systemctl stop fleet
check nothing-left-over '' "$(journalctl -u fleet --no-pager -o cat | grep -i 'left-over\|remains running\|still around')"
echo DONE
sync
systemctl poweroff -ff
