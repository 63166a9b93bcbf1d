#!/bin/sh
# A node's first process. Docker shows a container that is not privileged its control groups read-only, and lays masks over parts of
# /proc; a node makes groups, and containers of its own that want a /proc without holes. Both are its own mounts, and it may change
# them (CAP_SYS_ADMIN).
set -eu
awk '$5 ~ "^/proc/" { print $5 }' /proc/self/mountinfo | sort -r | while read -r place; do umount "$place"; done
awk '$5 ~ "^/sys/fs/cgroup/?" && $6 ~ "^ro" { print $5 }' /proc/self/mountinfo | while read -r place; do mount -o remount,rw,bind "$place"; done
exec /usr/lib/fleet/fleet node "$@"
