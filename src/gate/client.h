// What a request says of the client that made it, as far as its answer depends on it.
#pragma once

#include <cstdint>
#include <string_view>

#include "net/http_message.h"
#include "registry/packument_filter.h"

namespace cordon::gate {

enum class ClientKind : std::uint8_t { npm, pnpm, yarn, bun, other };
enum class Coding : std::uint8_t { identity, gzip, zstd };

struct Client {
  ClientKind kind = ClientKind::other;
  registry::Form form = registry::Form::full;  // of a packument
  Coding coding = Coding::identity;            // of the body
};

// By User-Agent, Accept and Accept-Encoding. Whoever calls itself npm gets what npm understands and others pass over;
// nothing is let through because of it.
Client client_of(const net::HttpRequest& request);

std::string_view to_string(ClientKind kind);

}  // namespace cordon::gate
