// JA3: a name for the TLS library of a client, made of what it says first (github.com/salesforce/ja3, BSD-3-Clause).
#pragma once

#include <string>

#include "network/tls_hello.h"

namespace cordon::network {

// "771,4865-4866,0-23-65281,29-23,0": version, ciphers, extensions, groups, point formats, each in the order of the
// wire, without the values of RFC 8701.
std::string ja3_text(const ClientHello& hello);

// The MD5 of ja3_text, in 32 hexadecimal digits.
std::string ja3(const ClientHello& hello);

}  // namespace cordon::network
