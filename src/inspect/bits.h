// What is known of a value: a set of these. Of this module alone.
#pragma once

#include <cstdint>

#include "inspect/flag_kind.h"

namespace cordon::inspect {

using Bits = std::uint32_t;

inline constexpr Bits kEnvironment = 1u << 0;         // process.env as a whole
inline constexpr Bits kSecretPath = 1u << 1;          // names a file of credentials
inline constexpr Bits kSecretData = 1u << 2;          // is what such a file holds
inline constexpr Bits kControlPath = 1u << 3;         // names a file that something runs by itself
inline constexpr Bits kManifestPath = 1u << 4;        // names a package.json
inline constexpr Bits kSelf = 1u << 5;                // names the running file
inline constexpr Bits kFetched = 1u << 6;             // came over the network
inline constexpr Bits kFetchedFile = 1u << 7;         // names a file that what was fetched is written to
inline constexpr Bits kDecoded = 1u << 8;             // is text that was decoded
inline constexpr Bits kEncoded = 1u << 9;             // was made into a text that can be sent
inline constexpr Bits kInvisible = 1u << 10;          // holds a literal that nobody sees
inline constexpr Bits kPut = 1u << 11;                // the method PUT
inline constexpr Bits kAsksVersion = 1u << 12;        // --version
inline constexpr Bits kProject = 1u << 13;            // names the folder of the project that installs the package
inline constexpr Bits kListed = 1u << 14;             // names what was found by listing that folder
inline constexpr Bits kHookPath = 1u << 15;           // names a hook of git
inline constexpr Bits kReadsCode = 1u << 22;          // is a shell or interpreter that reads its input
inline constexpr Bits kEnvironmentItself = 1u << 23;  // is process.env, or an object that holds it
inline constexpr Bits kControlName = 1u << 24;        // names such a file, in the folder that the code runs in
inline constexpr Bits kEnvironmentHeld = 1u << 25;    // holds process.env in one of its members
inline constexpr Bits kHasher = 1u << 26;             // takes bytes of which it gives a digest
inline constexpr Bits kHostShift = 16;                // a bit for each HostClass from here on

constexpr Bits bit_of(HostClass host) { return 1u << (kHostShift + static_cast<Bits>(host)); }

// The class that speaks most against the value.
constexpr HostClass host_in(Bits bits) {
  for (auto host = static_cast<int>(HostClass::address); host > 0; --host)
    if ((bits & bit_of(static_cast<HostClass>(host))) != 0) return static_cast<HostClass>(host);
  return HostClass::none;
}

// What listing a folder gives.
constexpr Bits listed(Bits folder) { return (folder & kProject) != 0 ? folder | kListed : folder; }

inline constexpr Bits kHosts = 0x3Fu << kHostShift;
inline constexpr Bits kPaths =
    kSecretPath | kControlPath | kControlName | kHookPath | kManifestPath | kSelf | kFetchedFile;
inline constexpr Bits kSecrets = kEnvironment | kSecretData;

// What a member of a name has that is process.env or a copy of it: one variable says nothing of the others. What holds
// the environment or is a text of it stays what it is.
constexpr bool is_environment(Bits bits) {
  return (bits & kEnvironmentItself) != 0 && (bits & (kEncoded | kEnvironmentHeld)) == 0;
}
constexpr Bits one_variable(Bits bits) {
  return is_environment(bits) ? bits & ~(kEnvironment | kEnvironmentItself) : bits;
}
// What an object or array has that holds such a value.
constexpr Bits held(Bits bits) {
  return (bits & (kEnvironment | kEnvironmentItself)) != 0 ? bits | kEnvironmentHeld : bits;
}

}  // namespace cordon::inspect
