// libsodium chooses its code by what the processor can do, once; nothing of it is used before.
#pragma once

namespace cordon::crypto {

// Ends the program where it fails: without a source of randomness no key may be made and none used. Any number of
// times, from any thread.
void make_sodium_ready();

}  // namespace cordon::crypto
