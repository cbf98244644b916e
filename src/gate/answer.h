// Answers of the gate as messages of HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gate/client.h"
#include "gate/package.h"
#include "net/http_message.h"
#include "registry/refusal.h"
#include "store/blob_folder.h"

namespace cordon::gate {

net::HttpResponse http_of(const registry::Answer& answer);

// A document, or 304 where the client has it (If-None-Match).
net::HttpResponse document_answer(const net::HttpRequest& request, const Body& body, Coding coding);

// JSON that is made for this request.
net::HttpResponse json_answer(std::string text);

// An archive, whole; 304 where the client has it.
net::HttpResponse archive_answer(const net::HttpRequest& request, store::Blob blob, std::string_view integrity);

// 421: whoever asks means another server, or is none of those who may ask.
net::HttpResponse misdirected_answer(std::string_view why);

// Why a release is held.
net::HttpResponse held_answer(std::string_view name, std::string_view version, std::string_view rule,
                              std::string_view reason);

// What a client hears of an error on the way to its registry.
net::HttpResponse error_answer(std::string_view name, std::string_view version, const Error& error);

}  // namespace cordon::gate
