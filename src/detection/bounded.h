// Maps and sets that never grow beyond a number of entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace cordon::detection {

// When it is full the entry that came first goes; how many went is counted. References stay until their entry goes.
template <class Key, class Value>
class BoundedMap {
 public:
  explicit BoundedMap(std::size_t most) : most_(most) {}

  Value* find(const Key& key) {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second;
  }
  const Value* find(const Key& key) const { return const_cast<BoundedMap*>(this)->find(key); }

  // The entry, made when it is not there.
  std::pair<Value*, bool> get(const Key& key) {
    const auto [found, is_new] = entries_.try_emplace(key);
    if (!is_new) return {&found->second, false};
    order_.push_back(key);
    if (entries_.size() > most_) {
      entries_.erase(order_.front());
      order_.pop_front();
      ++evicted_;
    }
    return {&found->second, true};
  }

  std::uint64_t evicted() const { return evicted_; }
  std::size_t size() const { return entries_.size(); }

 private:
  std::size_t most_;
  std::map<Key, Value> entries_;
  std::deque<Key> order_;
  std::uint64_t evicted_ = 0;
};

// Texts; what does not fit is not taken in and counted.
class BoundedSet {
 public:
  explicit BoundedSet(std::size_t most) : most_(most) {}
  void insert(std::string_view text) {
    if (contains(text)) return;
    if (texts_.size() < most_) texts_.emplace(text);
    else ++refused_;
  }
  bool contains(std::string_view text) const { return texts_.contains(text); }
  std::size_t size() const { return texts_.size(); }
  std::uint64_t refused() const { return refused_; }
  const std::set<std::string, std::less<>>& texts() const { return texts_; }

 private:
  std::size_t most_;
  std::set<std::string, std::less<>> texts_;
  std::uint64_t refused_ = 0;
};

}  // namespace cordon::detection
