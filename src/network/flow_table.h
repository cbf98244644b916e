// The conversations that are going on, at most so many at a time.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "network/flow.h"

namespace cordon::network {

struct FlowKey {
  Endpoint low;  // the lesser of both ends, so that both directions have one key
  Endpoint high;
  bool tcp = false;
  bool operator==(const FlowKey&) const = default;

  static FlowKey of(const Endpoint& one, const Endpoint& other, bool tcp);
};

enum class FlowEnd : std::uint8_t {
  idle,      // nothing came for as long as the time-out says
  evicted,   // the table was full, and this one had been idle longest
  reused,    // another conversation began between the same ends
  finished,  // the capture ended
};

struct FlowLimits {
  std::uint32_t flows = 65'536;
  std::uint64_t buffered_bytes = 128u << 20;  // of all conversations together
  std::uint64_t tcp_idle_ns = 300'000'000'000;
  std::uint64_t udp_idle_ns = 60'000'000'000;
  std::uint64_t closed_idle_ns = 10'000'000'000;  // of TCP, once both sides are done
};

// An open-addressed table over records that stay where they are, with one list an age class: where the first of a list
// is not old enough, none is. Bounded in flows; `on_end` is called once for each flow before it goes.
class FlowTable {
 public:
  using OnEnd = std::function<void(Flow&, FlowEnd)>;

  explicit FlowTable(const FlowLimits& limits);

  // The conversation, or nothing.
  Flow* find(const FlowKey& key);
  // Makes one; the key must be new. Where the table is full, the one that was idle longest goes first.
  Flow& insert(const FlowKey& key, std::uint64_t now_ns, const OnEnd& on_end);
  // It has just been seen: last in the list of its age class.
  void touch(Flow& flow, std::uint64_t now_ns);
  void remove(Flow& flow, FlowEnd why, const OnEnd& on_end);
  // Those that were idle too long go.
  void expire(std::uint64_t now_ns, const OnEnd& on_end);
  // The one that was idle longest goes. False where there is none.
  bool evict_oldest(const OnEnd& on_end);
  // All go, oldest first.
  void drain(const OnEnd& on_end);

  std::size_t size() const { return size_; }
  std::uint64_t evictions() const { return evictions_; }

 private:
  enum AgeClass : std::uint8_t { kTcp, kUdp, kClosed, kAgeClasses };
  static constexpr std::uint32_t kNone = ~0u;
  struct Entry {
    FlowKey key;
    std::uint64_t hash = 0;
    std::uint32_t newer = kNone, older = kNone;
    AgeClass age_class = kTcp;
    Flow flow;
  };
  struct List {
    std::uint32_t newest = kNone, oldest = kNone;
    std::uint64_t idle_ns = 0;
  };

  std::uint64_t hash_of(const FlowKey& key) const;
  std::size_t slot_of(const FlowKey& key, std::uint64_t hash) const;
  Flow* oldest();
  void close_slot(std::size_t slot);
  void link(std::uint32_t index, AgeClass age_class);
  void unlink(std::uint32_t index);
  static AgeClass age_class_of(const Entry& entry);

  FlowLimits limits_;
  std::uint64_t
      seed_;  // unpredictable, so that nobody can choose keys that collide; nothing that comes out depends on it
  std::vector<std::uint32_t> slots_;  // index of an entry, or kNone; at most half full
  std::vector<std::unique_ptr<Entry>> entries_;
  std::vector<std::uint32_t> free_;
  std::array<List, kAgeClasses> lists_;
  std::size_t size_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace cordon::network
