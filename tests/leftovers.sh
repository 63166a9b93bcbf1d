#!/bin/sh
# Prints what Fleet left on this machine: processes, cgroups, links, network namespaces, mounts, loop devices. Exit 1 if
# there is any. Only what carries Fleet's names is looked at; other users of the machine are not its business.
found=$(
    for status in /proc/[0-9]*/status; do
        # A zombie has ended; who reaps it, and when, is its parent's business.
        grep -q '^State:.Z' "$status" 2>/dev/null && continue
        name=$(sed -n 's/^Name:\t//p' "$status" 2>/dev/null)
        case $name in fleet-shim|fleet-agent) echo "process $name ${status#/proc/}" ;; esac
    done
    ls -d /sys/fs/cgroup/fleet /sys/fs/cgroup/*/fleet 2>/dev/null | sed 's/^/cgroup /'
    ls /sys/class/net 2>/dev/null | grep -E '^(fl|fv|frg)[0-9a-f]+' | sed 's/^/link /'
    ls /run/netns 2>/dev/null | grep -E '^fleet' | sed 's/^/network namespace /'
    awk '$5 ~ /fleet/ { print "mount " $5 }' /proc/self/mountinfo
    grep -ls fleet /sys/block/loop*/loop/backing_file 2>/dev/null | sed 's/^/loop device /'
)
[ -z "$found" ] && exit 0
echo "$found"
exit 1
