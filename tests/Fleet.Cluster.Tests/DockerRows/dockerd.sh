# sh dockerd.sh FOLDER GROUP [OPTION...]: Debian's dockerd with its own socket, data, cgroup and containerd, without a bridge and
# without a rule in the firewall. When standard input ends, however that comes about, everything is taken away. With BEFORE_DOCKERD
# it is started by that command.
folder=$1 group=$2
shift 2
$BEFORE_DOCKERD dockerd --host "unix://$folder/docker.sock" --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid" \
    --bridge=none --iptables=false --ip-forward=false --ip-masq=false --userland-proxy=false --cgroup-parent "$group" \
    --exec-opt native.cgroupdriver=cgroupfs "$@" >"$folder/log" 2>&1 </dev/null &
daemon=$!
read -r end
# Docker would give each container ten seconds.
cat /sys/fs/cgroup/pids/"$group"/*/cgroup.procs 2>/dev/null | xargs -r kill -9 2>/dev/null
kill "$daemon"
# In a room that is full it may not get as far as ending: then it goes as its containers do, with all that is beside them.
(sleep 20; kill -9 "$daemon") >/dev/null 2>&1 </dev/null &
patience=$!
wait "$daemon"
kill $patience 2>/dev/null
grep -l "$folder/" /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3 | while read -r pid; do
    case $(cat "/proc/$pid/comm" 2>/dev/null) in containerd*|docker*) kill -9 "$pid" 2>/dev/null ;; esac
done
awk -v below="$folder/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r place; do umount -l "$place"; done
rmdir /sys/fs/cgroup/*/"$group"/* /sys/fs/cgroup/*/"$group" 2>/dev/null
rm -rf "$folder"
