// The body of an answer that is given again and again.
#pragma once

#include <cstdint>
#include <string>

#include "net/http_message.h"

namespace cordon::gate {

// One of some size in a file in memory, which the kernel sends as it is, where the process has descriptors left for it;
// any other as a text that answers share. Copies of what is returned stand for the same.
net::HttpBody kept_body(std::string text);

}  // namespace cordon::gate
