#include "crypto/minisign_secret_key.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "crypto/minisign_lines.h"
#include "crypto/sodium_ready.h"

namespace cordon::crypto {
namespace {

// The file's one line of bytes, in its order.
constexpr std::size_t kAlgorithm = 0, kStretching = 2, kChecksum = 4, kSalt = 6, kOperations = 38, kMemory = 46,
                      kSealed = 54, kFileBytes = 158;
// What scrypt hides: key id, key, checksum.
constexpr std::size_t kIdBytes = 8, kKeyBytes = 64, kSumBytes = 32, kSealedBytes = kIdBytes + kKeyBytes + kSumBytes;
static_assert(kSealed + kSealedBytes == kFileBytes);
static_assert(crypto_pwhash_scryptsalsa208sha256_SALTBYTES == kOperations - kSalt);

using Bytes = std::span<unsigned char>;

std::uint64_t little_endian(std::span<const unsigned char> bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = 8; i-- > 0;) out = out << 8 | bytes[i];
  return out;
}

void put_little_endian(Bytes bytes, std::uint64_t value) {
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(value >> (8 * i));
}

bool is_text(std::span<const unsigned char> bytes, std::string_view text) {
  return std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

void put_text(Bytes bytes, std::string_view text) { std::memcpy(bytes.data(), text.data(), text.size()); }

// BLAKE2b-256 over algorithm, key id and key.
std::array<unsigned char, kSumBytes> checksum_of(std::span<const unsigned char> file) {
  std::array<unsigned char, kSumBytes> sum{};
  crypto_generichash_state state;
  ::crypto_generichash_init(&state, nullptr, 0, sum.size());
  ::crypto_generichash_update(&state, file.data() + kAlgorithm, 2);
  ::crypto_generichash_update(&state, file.data() + kSealed, kIdBytes + kKeyBytes);
  ::crypto_generichash_final(&state, sum.data(), sum.size());
  ::sodium_memzero(&state, sizeof state);
  return sum;
}

// Hides what is open and opens what is hidden. False when there is no memory for it.
bool seal(Bytes file, const Secret& password, PasswordCost cost) {
  Secret stream(kSealedBytes);
  if (::crypto_pwhash_scryptsalsa208sha256(stream.bytes().data(), stream.size(), password.text().data(),
                                           password.size(), file.data() + kSalt, cost.operations,
                                           cost.memory_bytes) != 0)
    return false;
  for (std::size_t i = 0; i < kSealedBytes; ++i) file[kSealed + i] ^= stream.bytes()[i];
  return true;
}

Result<Secret> read_file_bytes(std::string_view text) {
  if (text.size() > kMostFileBytes) return fail(ErrorCode::too_large, "larger than any secret key of minisign");
  LineReader lines(text);
  TRY(lines.comment(kUntrustedComment, kMostUntrustedComment));
  Secret file(kFileBytes);
  TRY(lines.base64(file.bytes(), "a secret key of minisign"));
  TRY(lines.end());
  const Bytes bytes = file.bytes();
  if (!is_text(bytes.subspan(kAlgorithm), "Ed")) return fail(ErrorCode::unsupported_version, "not an Ed25519 key", 2);
  if (!is_text(bytes.subspan(kChecksum), "B2"))
    return fail(ErrorCode::unsupported_version, "its checksum is not BLAKE2b", 2);
  if (!is_text(bytes.subspan(kStretching), "Sc") && !is_text(bytes.subspan(kStretching), std::string_view("\0\0", 2)))
    return fail(ErrorCode::unsupported_version, "its password is not stretched by scrypt", 2);
  return file;
}

bool is_sealed(const Secret& file) { return is_text(file.bytes().subspan(kStretching), "Sc"); }

Result<void> unseal(Secret& file, const Secret& password) {
  const Bytes bytes = file.bytes();
  const PasswordCost cost{little_endian(bytes.subspan(kOperations)), little_endian(bytes.subspan(kMemory))};
  if (cost.operations > kMostPasswordCost.operations || cost.memory_bytes > kMostPasswordCost.memory_bytes)
    return fail(ErrorCode::too_many,
                fmt::format("opening this key would take more than {} MiB or minisign's highest number of operations",
                            kMostPasswordCost.memory_bytes >> 20),
                2);
  if (cost.operations < crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN ||
      cost.memory_bytes < crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN)
    return fail(ErrorCode::invalid_value, "the costs of its password are none of minisign's", 2);
  if (!seal(bytes, password, cost))
    return fail(ErrorCode::system, fmt::format("no {} MiB of memory to open this key", cost.memory_bytes >> 20));
  return {};
}

}  // namespace

std::string key_id_text(const KeyId& id) { return fmt::format("{:016X}", little_endian(id)); }

SecretKey make_secret_key() {
  make_sodium_ready();
  SecretKey key;
  key.key = Secret(kKeyBytes);
  std::array<unsigned char, 32> public_half{};
  ::crypto_sign_keypair(public_half.data(), key.key.bytes().data());
  ::randombytes_buf(key.id.data(), key.id.size());
  return key;
}

Result<PublicKey> public_key_of(const SecretKey& key) {
  if (key.key.size() != kKeyBytes) return fail(ErrorCode::invalid_value, "no secret key");
  make_sodium_ready();
  PublicKey out;
  out.id = key.id;
  Secret again(kKeyBytes);
  ::crypto_sign_seed_keypair(out.key.data(), again.bytes().data(), key.key.bytes().data());
  if (::sodium_memcmp(again.bytes().data(), key.key.bytes().data(), kKeyBytes) != 0)
    return fail(ErrorCode::invalid_value, "the secret key and its public half do not belong together");
  return out;
}

Result<bool> wants_password(std::string_view text) {
  const Secret file = TRY(read_file_bytes(text));
  return is_sealed(file);
}

Result<SecretKey> read_secret_key(std::string_view text, const Secret& password) {
  make_sodium_ready();
  Secret file = TRY(read_file_bytes(text));
  const bool sealed = is_sealed(file);
  if (sealed) TRY(unseal(file, password));
  const Bytes bytes = file.bytes(), sum = bytes.subspan(kSealed + kIdBytes + kKeyBytes);
  // minisign leaves the checksum of a key without a password at zero.
  const bool unsummed = !sealed && ::sodium_is_zero(sum.data(), sum.size()) == 1;
  if (!unsummed && ::sodium_memcmp(checksum_of(bytes).data(), sum.data(), kSumBytes) != 0) {
    if (sealed) return fail(ErrorCode::wrong_password, "wrong password, or a damaged key");
    return fail(ErrorCode::invalid_value, "a damaged key: its checksum does not fit", 2);
  }
  SecretKey key;
  std::copy_n(bytes.begin() + kSealed, kIdBytes, key.id.begin());
  key.key = Secret(kKeyBytes);
  std::copy_n(bytes.begin() + kSealed + kIdBytes, kKeyBytes, key.key.bytes().begin());
  TRY(public_key_of(key));
  return key;
}

Result<Secret> write_secret_key(const SecretKey& key, const Secret& password, PasswordCost cost) {
  TRY(public_key_of(key));
  Secret file(kFileBytes);
  const Bytes bytes = file.bytes();
  put_text(bytes.subspan(kAlgorithm), "Ed");
  put_text(bytes.subspan(kChecksum), "B2");
  std::ranges::copy(key.id, bytes.begin() + kSealed);
  std::ranges::copy(key.key.bytes(), bytes.begin() + kSealed + kIdBytes);
  if (!password.empty()) {
    put_text(bytes.subspan(kStretching), "Sc");
    ::randombytes_buf(bytes.data() + kSalt, kOperations - kSalt);
    std::ranges::copy(checksum_of(bytes), bytes.begin() + kSealed + kIdBytes + kKeyBytes);
    while (!seal(bytes, password, cost)) {
      cost = {cost.operations / 2, cost.memory_bytes / 2};
      if (cost.operations < crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN ||
          cost.memory_bytes < crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN)
        return fail(ErrorCode::system, "no memory to stretch the password");
    }
    put_little_endian(bytes.subspan(kOperations), cost.operations);
    put_little_endian(bytes.subspan(kMemory), cost.memory_bytes);
  }
  const std::string head = std::string(kUntrustedComment) + "minisign encrypted secret key\n";
  const Secret line = secret_base64_of(bytes);
  Secret out(head.size() + line.size() + 1);
  std::ranges::copy(head, out.bytes().begin());
  std::ranges::copy(line.bytes(), out.bytes().begin() + static_cast<std::ptrdiff_t>(head.size()));
  out.bytes().back() = '\n';
  return out;
}

}  // namespace cordon::crypto
