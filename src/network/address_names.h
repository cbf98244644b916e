// Which name an address was answered for, as DNS said it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "network/address.h"

namespace cordon::network {

// The newest answer counts; of more addresses than the limit those that were answered first are forgotten.
class AddressNames {
 public:
  explicit AddressNames(std::size_t most = 65'536) : most_(most) {}

  void add(const Address& address, std::string_view name);
  // Empty when no answer held it.
  std::string_view find(const Address& address) const;
  std::size_t size() const { return names_.size(); }
  std::uint64_t forgotten() const { return forgotten_; }

 private:
  struct Hash {
    std::size_t operator()(const Address& address) const;
  };
  std::size_t most_;
  std::unordered_map<Address, std::string, Hash> names_;
  std::deque<Address> order_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace cordon::network
