#include "detection/contacts.h"

#include <gtest/gtest.h>

namespace cordon::detection {
namespace {

const ProcessKey kClient = {"machine/boot", 1, 5};
const ProcessKey kOther = {"machine/boot", 1, 6};

model::ConnectPayload connect(std::string address, std::uint32_t port = 443, std::optional<std::string> name = {}) {
  model::ConnectPayload out;
  out.protocol = "tcp";
  out.address = std::move(address);
  out.port = port;
  out.name = std::move(name);
  return out;
}

Contacts contacts() {
  model::Registries registries;
  registries.add({"registry.example.test", "npm", model::RegistryClass::public_});
  return Contacts(std::move(registries), 10);
}

TEST(Contacts, KnowRegistriesByNameAndByWhatTheClientUses) {
  Contacts known = contacts();
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.10", 443, "Registry.Example.TEST."), true), "registry");
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.10"), true), "foreign");
  known.client_connected(kClient, connect("192.0.2.10", 443, "proxy.example.invalid"));
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.10"), true), "registry");
  EXPECT_EQ(known.kind_of(kClient, connect("::ffff:192.0.2.10"), true), "registry");
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.99", 443, "proxy.example.invalid"), true), "registry");
}

TEST(Contacts, BelieveANameBeforeAnAddress) {
  Contacts known = contacts();
  known.client_connected(kClient, connect("192.0.2.10", 443, "registry.example.test"));
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.10", 443, "evil.invalid"), true), "foreign");
  EXPECT_EQ(known.kind_of(kClient, connect("203.0.113.1", 443, "registry.example.test"), false), "foreign");
}

TEST(Contacts, OfOneClientAreNotThoseOfAnother) {
  Contacts known = contacts();
  known.client_connected(kClient, connect("192.0.2.10"));
  known.client_connected(kOther, connect("198.51.100.1"));
  EXPECT_EQ(known.kind_of(kClient, connect("198.51.100.1"), true), "foreign");
  EXPECT_EQ(known.kind_of(std::nullopt, connect("198.51.100.1"), true), "registry");
}

TEST(Contacts, TellThisMachineAndItsServicesApart) {
  const Contacts known = contacts();
  for (const char* own : {"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1"})
    EXPECT_EQ(known.kind_of(kClient, connect(own), true), "loopback") << own;
  EXPECT_EQ(known.kind_of(kClient, connect("169.254.169.254", 80), true), "metadata");
  EXPECT_EQ(known.kind_of(kClient, connect("10.0.0.1"), true), "foreign");
}

TEST(Contacts, DoNotTakeNameResolutionForAConversation) {
  Contacts known = contacts();
  model::ConnectPayload datagram = connect("203.0.113.1", 53);
  datagram.protocol = "udp";
  EXPECT_EQ(known.kind_of(kClient, datagram, true), "probe");
  datagram.stage = model::ConnectStage::sent;
  EXPECT_EQ(known.kind_of(kClient, datagram, true), "foreign");  // the port alone says nothing
  datagram.application = "dns";
  EXPECT_EQ(known.kind_of(kClient, datagram, true), "resolver");
  model::ConnectPayload resolver = connect("192.0.2.53", 53);
  resolver.protocol = "udp";
  known.client_connected(kClient, resolver);
  EXPECT_EQ(known.kind_of(kClient, datagram, true), "foreign");  // DNS, to somebody whom the client does not ask
  EXPECT_EQ(known.kind_of(kClient, resolver, true), "resolver");
  datagram.application.reset();
  datagram.port = 443;
  EXPECT_EQ(known.kind_of(kClient, datagram, true), "foreign");
  datagram.stage = model::ConnectStage::asked;
  EXPECT_EQ(known.kind_of(kClient, datagram, true), "probe");
  EXPECT_EQ(known.kind_of(kClient, connect("203.0.113.1", 53), true), "foreign");  // TCP that is not seen to be DNS
}

TEST(Contacts, LearnAddressesOfRegistriesFromAnswersOfKnownResolvers) {
  Contacts known = contacts();
  model::ConnectPayload resolver = connect("192.0.2.53", 53);
  resolver.protocol = "udp";
  known.client_connected(kClient, resolver);
  model::DnsPayload answer;
  answer.name = "registry.example.test";
  answer.answers = {"192.0.2.10"};
  answer.flow = model::Flow{"udp", "192.0.2.2", 4000, "203.0.113.53", 53};
  known.client_asked(answer);
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.10"), true), "foreign");
  answer.flow->server_address = "192.0.2.53";
  known.client_asked(answer);
  EXPECT_EQ(known.kind_of(kClient, connect("192.0.2.10"), true), "registry");
  EXPECT_TRUE(known.is_other_resolver(kClient, "203.0.113.53"));
  EXPECT_FALSE(known.is_other_resolver(kClient, "192.0.2.53"));
  answer.name = "evil.invalid";
  answer.answers = {"203.0.113.9"};
  known.client_asked(answer);
  EXPECT_EQ(known.kind_of(kClient, connect("203.0.113.9"), true), "foreign");
}

TEST(Contacts, BelieveNobodysAnswersUnasked) {
  Contacts known = contacts();
  EXPECT_FALSE(known.is_known_resolver(kClient, "203.0.113.53"));
  EXPECT_FALSE(known.is_other_resolver(kClient, "203.0.113.53"));
  EXPECT_TRUE(known.is_known_resolver(kClient, "127.0.0.53"));
  model::ConnectPayload resolver = connect("192.0.2.53", 53);
  resolver.protocol = "udp";
  known.client_connected(kOther, resolver);
  EXPECT_TRUE(known.is_known_resolver(kClient, "192.0.2.53"));  // of another client
  resolver.address = "192.0.2.54";
  known.client_connected(kClient, resolver);
  EXPECT_TRUE(known.is_known_resolver(kClient, "192.0.2.54"));
  EXPECT_FALSE(known.is_known_resolver(kClient, "192.0.2.53"));
}

TEST(Contacts, ClassifyHostsOfCommandLines) {
  Contacts known = contacts();
  known.client_connected(kClient, connect("192.0.2.10"));
  EXPECT_EQ(known.kind_of_host(kClient, "registry.example.test"), "registry");
  EXPECT_EQ(known.kind_of_host(kClient, "192.0.2.10"), "registry");
  EXPECT_EQ(known.kind_of_host(kClient, "localhost"), "loopback");
  EXPECT_EQ(known.kind_of_host(kClient, "[::1]"), "loopback");
  EXPECT_EQ(known.kind_of_host(kClient, "evil.invalid"), "foreign");
}

}  // namespace
}  // namespace cordon::detection
