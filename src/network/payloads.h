// What was read, in the words of the model. Text of the network is made safe to show, and credentials are taken out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/generated/event.h"
#include "network/dns.h"
#include "network/flow.h"
#include "network/tls_hello.h"

namespace cordon::network {

inline constexpr std::size_t kMostAnswers = 64;  // of one dns event; more are counted in its last answer: "+12"

// `from_client`: as the conversation has its roles; else the other way round, where the server spoke as a client.
model::Flow flow_of(const Flow& flow, bool from_client = true);
model::ConnectPayload connect_payload(const Flow& flow);
model::TlsPayload tls_payload(const ClientHello& hello, const Flow& flow, bool from_client);
model::HttpPayload http_payload(const RequestHead& head, std::optional<std::uint32_t> status, const Flow& flow,
                                bool from_client);
// One a question; of a message without one (multicast DNS) one a name and type of its answers.
std::vector<model::DnsPayload> dns_payloads(const DnsMessage& message, const Flow& flow);

}  // namespace cordon::network
