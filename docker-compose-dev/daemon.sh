#!/bin/sh
# usage: daemon.sh FOLDER: a dockerd of its own in FOLDER (socket, data, containerd), which touches neither the firewall nor another
# Docker's groups and gives each container a cgroup namespace of its own. It ends when standard input does, however that comes about
# (run.sh was killed, say), and takes along every container, mount, group, link and file.
# Read as a whole before it runs: a file that is changed meanwhile must not keep it from cleaning up.
main() {
    folder=$1
    group=$(basename "$folder")
    trap '' INT HUP TERM
    # It must hear what this shell does not.
    (trap - INT HUP TERM && exec dockerd --host "unix://$folder/docker.sock" --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid" \
        --bridge=none --iptables=false --ip-forward=false --ip-masq=false --userland-proxy=false --default-cgroupns-mode private \
        --cgroup-parent "/$group" --exec-opt native.cgroupdriver=cgroupfs >"$folder/log" 2>&1 </dev/null) &
    daemon=$!
    read -r end

    end_containers() {
        for folder_of_group in $(groups); do
            find "$folder_of_group" -name cgroup.procs -exec cat {} + 2>/dev/null
        done | sort -u | xargs -r kill -9 2>/dev/null
    }
    groups() { find /sys/fs/cgroup -maxdepth 2 -type d -name "$group"; }
    # Docker would give each container ten seconds.
    end_containers
    kill "$daemon"
    wait "$daemon"
    # What it began again meanwhile, or left because it was killed itself: containers, and the processes beside them.
    end_containers
    grep -l "^/usr/bin/containerd.*$folder/" /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3 | xargs -r kill -9 2>/dev/null
    ip link delete fleet-dev 2>/dev/null
    awk -v below="$folder/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r place; do umount -l "$place"; done
    for folder_of_group in $(groups); do
        find "$folder_of_group" -depth -type d -exec rmdir {} + 2>/dev/null
    done
    rm -rf "$folder"
}
main "$@"
exit
