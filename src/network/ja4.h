// JA4: a name for the TLS library of a client that survives shuffled extensions (github.com/FoxIO-LLC/ja4,
// technical_details/JA4.md). The TLS client fingerprint is under BSD-3-Clause; the other fingerprints of that family
// are not free and are not made here.
#pragma once

#include <string>

#include "network/tls_hello.h"

namespace cordon::network {

// "t13d1516h2_8daaf6152771_e5627efa2ab1". The first letter is q for QUIC, d for DTLS, else t: also for TLS in a tunnel
// over UDP.
std::string ja4(const ClientHello& hello);

}  // namespace cordon::network
