#include "detection/contacts.h"

#include <algorithm>
#include <array>

#include "model/ascii.h"
#include "rules/network.h"

namespace cordon::detection {
namespace {

constexpr std::uint32_t kDnsPort = 53;
constexpr std::array<std::string_view, 5> kMetadata = {"169.254.169.254", "169.254.170.2", "fd00:ec2::254",
                                                       "100.100.100.200", "metadata.google.internal"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), model::ascii::lower);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

// One spelling for each address, so that sets of them can be asked.
std::string plain_address(std::string_view text) {
  const auto address = rules::parse_address(text);
  if (!address) return lower(text);
  std::string out = address->is_v6 ? "6" : "4";
  for (const std::uint8_t byte : address->bytes) out += static_cast<char>(byte);
  return out;
}

// This machine: RFC 1122 section 3.2.1.3 and RFC 4291 section 2.5; a connection to "any address" goes there, too.
bool is_loopback(std::string_view text) {
  if (text == "localhost" || text.ends_with(".localhost")) return true;
  const auto address = rules::parse_address(text);
  if (!address) return false;
  if (!address->is_v6) return address->bytes[0] == 127 || address->bytes == decltype(address->bytes){};
  return std::ranges::all_of(address->bytes.begin(), address->bytes.begin() + 15, [](auto b) { return b == 0; }) &&
         address->bytes[15] <= 1;
}

bool is_metadata(std::string_view host) {
  return std::ranges::any_of(kMetadata,
                             [&](std::string_view each) { return plain_address(each) == plain_address(host); });
}

}  // namespace

Contacts::Contacts(model::Registries registries, std::size_t most_clients)
    : registries_(std::move(registries)), clients_(most_clients) {}

void Contacts::learn(Client& client, const model::ConnectPayload& connect) {
  const std::string address = plain_address(connect.address);
  if (connect.port == kDnsPort) {
    client.resolvers.insert(address);
    return;
  }
  client.addresses.insert(address);
  if (!connect.name) return;
  const std::string name = lower(*connect.name);
  client.names.insert(name);
  *client.names_of.get(address).first = name;
}

void Contacts::client_connected(const ProcessKey& client, const model::ConnectPayload& connect) {
  if (connect.protocol == "udp" && connect.stage == model::ConnectStage::asked && connect.port != kDnsPort) return;
  learn(*clients_.get(client).first, connect);
  learn(every_client_, connect);
}

void Contacts::client_asked(const model::DnsPayload& dns) {
  // An answer from elsewhere can say anything.
  if (dns.flow && is_other_resolver(std::nullopt, dns.flow->server_address)) return;
  if (!is_registry_name(every_client_, lower(dns.name))) return;
  for (const std::string& answer : dns.answers)
    if (rules::parse_address(answer)) resolved_.insert(plain_address(answer));
}

const Contacts::Client& Contacts::settings_of(const std::optional<ProcessKey>& client) const {
  const Client* known = client ? clients_.find(*client) : nullptr;
  return known == nullptr ? every_client_ : *known;
}

bool Contacts::is_registry_name(const Client& client, std::string_view name) const {
  if (client.names.contains(name)) return true;
  const auto found = registries_.classify("npm", "https://" + std::string(name) + "/", {});
  return found.class_ != model::RegistryClass::unknown;
}

std::string_view Contacts::kind_of(const std::optional<ProcessKey>& client, const model::ConnectPayload& connect,
                                   bool trust_name) const {
  const std::string address = plain_address(connect.address);
  const Client& settings = settings_of(client);
  // Anybody can listen on a resolver's port: where it is known whom the client asks, only those are; else it has to be
  // DNS that was sent.
  const bool is_resolver =
      settings.resolvers.contains(address) || (connect.application == "dns" && settings.resolvers.size() == 0);
  if (connect.port == kDnsPort && is_resolver) return "resolver";
  if (connect.protocol == "udp" && connect.stage == model::ConnectStage::asked) return "probe";
  if (is_loopback(connect.address)) return "loopback";
  if (is_metadata(connect.address)) return "metadata";
  if (connect.name && trust_name) {
    const std::string name = lower(*connect.name);
    if (is_registry_name(settings, name)) return "registry";
    const std::string* of_client = settings.names_of.find(address);
    if (of_client != nullptr && *of_client != name) return "foreign";
  }
  return settings.addresses.contains(address) || resolved_.contains(address) ? "registry" : "foreign";
}

std::string_view Contacts::kind_of_host(const std::optional<ProcessKey>& client, std::string_view host) const {
  const std::string name = lower(host);
  if (is_loopback(name)) return "loopback";
  if (is_metadata(name)) return "metadata";
  const Client& settings = settings_of(client);
  if (settings.addresses.contains(plain_address(name)) || is_registry_name(settings, name)) return "registry";
  return "foreign";
}

bool Contacts::is_other_resolver(const std::optional<ProcessKey>& client, std::string_view address) const {
  const Client& settings = settings_of(client);
  return settings.resolvers.size() > 0 && !settings.resolvers.contains(plain_address(address));
}

bool Contacts::is_known_resolver(const std::optional<ProcessKey>& client, std::string_view address) const {
  if (is_loopback(address)) return true;
  const Client& settings = settings_of(client);
  const Client& asked = settings.resolvers.size() > 0 ? settings : every_client_;
  return asked.resolvers.contains(plain_address(address));
}

std::uint64_t Contacts::left_out() const {
  return clients_.evicted() + every_client_.addresses.refused() + every_client_.names.refused() + resolved_.refused();
}

}  // namespace cordon::detection
