// Conversations of tagged tasks. The hooks of the control group see what reaches the socket layer, whichever way it was
// asked for: io_uring, too.
#pragma once

#include "maps.h"

#include <bpf/bpf_endian.h>
#include <linux/in.h>

enum { kSeenPacket = 1, kSeenPayload = 2, kStreamSocket = 1, kDatagramSocket = 2 };

// What is remembered of a socket until its first packets left; goes with the socket.
struct Conversation {
  struct KernelHeader header;
  __u32 seen;
};

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct Conversation);
} conversations SEC(".maps");

// Destinations to which a socket without connection has sent, so that each is told once.
struct Destination {
  __u64 cookie;
  __u32 address[4];
  __u32 port;
  __u32 reserved;
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 8192);
  __type(key, struct Destination);
  __type(value, __u8);
} destinations SEC(".maps");

static __always_inline int observe(struct bpf_sock_addr* asked, const struct KernelTag* tag, const __u32 address[4],
                                   __u8 family) {
  struct task_struct* task = bpf_get_current_task_btf();
  struct Conversation began = {};
  fill_header(&began.header, kConnect, sizeof(struct KernelConnect), task, tag);
  struct Conversation* known =
      asked->sk ? bpf_sk_storage_get(&conversations, asked->sk, &began, BPF_SK_STORAGE_GET_F_CREATE) : 0;
  if (known) {
    *known = began;
  } else {
    count(kSocketsRefused);
  }
  struct KernelConnect* record = bpf_ringbuf_reserve(&priority_ring, sizeof *record, 0);
  if (!record) {
    count(kConnect);
    return 1;
  }
  record->header = began.header;
  record->cookie = bpf_get_socket_cookie(asked);
  __builtin_memcpy(record->address, address, sizeof record->address);
  record->port = bpf_ntohs(asked->user_port);
  record->family = family;
  record->protocol = asked->type == kStreamSocket ? IPPROTO_TCP : IPPROTO_UDP;
  record->reserved = 0;
  bpf_ringbuf_submit(record, wake(&priority_ring));
  return 1;
}

static __always_inline const struct KernelTag* tag_of_asking(struct bpf_sock_addr* asked) {
  if (asked->type != kStreamSocket && asked->type != kDatagramSocket) return 0;
  return tag_of(bpf_get_current_task_btf());
}

SEC("cgroup/connect4")
int on_connect4(struct bpf_sock_addr* asked) {
  const struct KernelTag* tag = tag_of_asking(asked);
  __u32 address[4] = {asked->user_ip4, 0, 0, 0};
  return tag ? observe(asked, tag, address, 4) : 1;
}

SEC("cgroup/connect6")
int on_connect6(struct bpf_sock_addr* asked) {
  const struct KernelTag* tag = tag_of_asking(asked);
  __u32 address[4] = {asked->user_ip6[0], asked->user_ip6[1], asked->user_ip6[2], asked->user_ip6[3]};
  return tag ? observe(asked, tag, address, 6) : 1;
}

static __always_inline int observe_datagram(struct bpf_sock_addr* asked, const __u32 address[4], __u8 family) {
  const struct KernelTag* tag = tag_of_asking(asked);
  if (!tag) return 1;
  struct Destination to = {.cookie = bpf_get_socket_cookie(asked), .port = asked->user_port};
  __builtin_memcpy(to.address, address, sizeof to.address);
  __u8 told = 1;
  if (bpf_map_update_elem(&destinations, &to, &told, BPF_NOEXIST)) return 1;
  return observe(asked, tag, address, family);
}

SEC("cgroup/sendmsg4")
int on_sendmsg4(struct bpf_sock_addr* asked) {
  __u32 address[4] = {asked->user_ip4, 0, 0, 0};
  return observe_datagram(asked, address, 4);
}

SEC("cgroup/sendmsg6")
int on_sendmsg6(struct bpf_sock_addr* asked) {
  __u32 address[4] = {asked->user_ip6[0], asked->user_ip6[1], asked->user_ip6[2], asked->user_ip6[3]};
  return observe_datagram(asked, address, 6);
}
