// What the programs share: the tags, the rings, the counters, and room to put a record together.
#pragma once

#include "event.h"
#include "kernel_types.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

enum {
  kIoWorker = 0x10,       // PF_IO_WORKER: a thread of io_uring, which no fork is told of
  kWakeBytes = 64 * 1024  // the reader is woken when so much waits; it looks by itself from time to time
};

// Of every thread that belongs to a run. Goes with the thread: no stale process id, and no limit to reach.
struct {
  __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct KernelTag);
} tags SEC(".maps");

// Processes, connections. Sizes are set before loading.
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4 << 20);
} priority_ring SEC(".maps");

// Files.
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4 << 20);
} bulk_ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, kCounters);
  __type(key, __u32);
  __type(value, __u64);
} counters SEC(".maps");

struct ProgramName {
  char text[kNameBytes];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 256);
  __type(key, struct ProgramName);
  __type(value, __u32);
} names SEC(".maps");

// Room for one record and its texts. Only programs that nothing interrupts on their CPU use it: tracepoints, which run
// with preemption off.
enum { kDataBytes = 3 * kPathBytes + kEnvironmentBytes };
struct Scratch {
  union {
    struct KernelExec exec;
    struct KernelFile file;
  } record;
  char data[kDataBytes];
};
// A record goes out together with its texts, which must follow at once.
_Static_assert(sizeof(struct KernelExec) == sizeof(struct KernelFile), "texts follow both");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct Scratch);
} scratch SEC(".maps");

static __always_inline void count(__u32 counter) {
  __u64* value = bpf_map_lookup_elem(&counters, &counter);
  // Atomic although per CPU: programs of sockets can be interrupted by others.
  if (value) __sync_fetch_and_add(value, 1);
}

// Waking the reader costs ten times as much as the record itself.
static __always_inline __u64 wake(void* ring) {
  return bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA) >= kWakeBytes ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
}

static __always_inline void put(void* ring, void* record, __u64 size, __u32 kind) {
  if (bpf_ringbuf_output(ring, record, size, wake(ring))) count(kind);
}

static __always_inline struct KernelTag* tag_of(struct task_struct* task) {
  struct KernelTag* tag = bpf_task_storage_get(&tags, task, 0, 0);
  if (tag || !(task->flags & kIoWorker)) return tag;
  struct task_struct* leader = task->group_leader;
  return leader ? bpf_task_storage_get(&tags, leader, 0, 0) : 0;
}

static __always_inline struct KernelId id_of(struct task_struct* task) {
  struct KernelId id = {.start_ns = task->group_leader->start_boottime, .pid = task->tgid, .started = 0};
  return id;
}

static __always_inline int same_id(const struct KernelId* left, const struct KernelId* right) {
  return left->start_ns == right->start_ns && left->pid == right->pid;
}

static __always_inline void fill_header(struct KernelHeader* header, __u16 kind, __u32 size, struct task_struct* task,
                                        const struct KernelTag* tag) {
  header->version = kRecordVersion;
  header->kind = kind;
  header->size = size;
  header->time_ns = bpf_ktime_get_boot_ns();
  header->process = id_of(task);
  header->parent_pid = task->real_parent->tgid;
  header->uid = (__u32)bpf_get_current_uid_gid();
  header->cgroup = bpf_get_current_cgroup_id();
  header->tag = *tag;
}
