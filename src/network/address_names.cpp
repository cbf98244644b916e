#include "network/address_names.h"

#include <functional>

namespace cordon::network {

std::size_t AddressNames::Hash::operator()(const Address& address) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size()});
}

void AddressNames::add(const Address& address, std::string_view name) {
  if (most_ == 0) return;
  const auto known = names_.find(address);
  if (known != names_.end()) {
    known->second = name;
    return;
  }
  if (names_.size() >= most_) {
    names_.erase(order_.front());
    order_.pop_front();
    ++forgotten_;
  }
  names_.emplace(address, name);
  order_.push_back(address);
}

std::string_view AddressNames::find(const Address& address) const {
  const auto known = names_.find(address);
  return known == names_.end() ? std::string_view() : std::string_view(known->second);
}

}  // namespace cordon::network
