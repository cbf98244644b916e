// Files that minisign 0.11 wrote, for tests: two pairs of keys and signatures of the six bytes "hello\n".
#pragma once

#include <string_view>

namespace cordon::crypto::vectors {

inline constexpr std::string_view kContent = "hello\n";

// A key without a password (minisign -G -W).
inline constexpr std::string_view kOpenPublic =
    "untrusted comment: minisign public key 799A5A5391651EC8\n"
    "RWTIHmWRU1qaeRtgOcOgIGnv7zk3FMEj+oj2aNWE0CE+o6e5lTxdH9rs\n";
inline constexpr std::string_view kOpenSecret =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAyB5lkVNamnk9fAlLX6qYF0jx"
    "8Vo/hiNclU8mUhR5KmahOu/OeoYfNRtgOcOgIGnv7zk3FMEj+oj2aNWE0CE+o6e5lTxdH9rsAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAA=\n";
// minisign -S, and minisign -S -l: the algorithm of old versions.
inline constexpr std::string_view kOpenSignature =
    "untrusted comment: signature from minisign secret key\n"
    "RUTIHmWRU1qaeXPpmm1abUFLT7ULoZm32bicgHkh8lEQEU2XHF+yXuvjdC9mzqOrsnUwMb8SDBpvhCWvbdcMaNmRdDmjW5iT"
    "eQk=\n"
    "trusted comment: timestamp:1795930013\tfile:x\thashed\n"
    "kmzFTbJn9I3c9/LuOTOVcdVJVoqNtAQ03yZiW5FvdsDJx6h9mo8DGg52JQn4p4IdCDDS44owUuQJN9aUB9i+Cw==\n";
inline constexpr std::string_view kLegacySignature =
    "untrusted comment: signature from minisign secret key\n"
    "RWTIHmWRU1qaeScULNoDpKBvdKZkGqWJ3kbKix8+3QqKcy7P6XKHzdITId3A6xnIfUYOTq2JLMOz2JgVLatqCFTCxrVPR/dN"
    "egw=\n"
    "trusted comment: timestamp:1795930013\tfile:x\n"
    "l24nILYv871TUbiEdZPQkhIzfX6x5OHVS38ALZDSRUo8QFkMy/Bm8nl/71XTRBsblmWdMii6Vo7+DhTUeDEZDg==\n";

// A key behind the password "correct horse", made with little memory, so that it opens fast.
inline constexpr std::string_view kPassword = "correct horse";
inline constexpr std::string_view kSealedPublic =
    "untrusted comment: minisign public key BC7F6E769ACD162A\n"
    "RWQqFs2adm5/vFN2nTHy0kbb8rvAWamFw3Bfnk9NNdlSgHdUmqkhmOSi\n";
inline constexpr std::string_view kSealedSecret =
    "untrusted comment: minisign encrypted secret key\n"
    "RWRTY0IypSYH3wulq+sCEoNvLvp8Wl7wpoPyUeIkpWqjaxTvK6UAABAAAAAAAAAAAAIAAAAAbPDc7nv4ljT8o+VYIhiKqwmR"
    "QVzoB+fSF0Fr+vbqovehcM0W6ehT9w5/DQbd2rVTFwiGN6y9fCD8hdx4nayaJaFKgY2BxuNobnx9JJ5JIrZCXjIRIphc3CvR"
    "DLvAOaTb6E8XVVHiJF4=\n";
inline constexpr std::string_view kSealedSignature =
    "untrusted comment: signature from minisign secret key\n"
    "RUQqFs2adm5/vKVazSiJLHSv+6vIX2OZawcDR0ZxvnXj9zFmnAah+qVdwH/vd53vYEsOVhVEJHrcHQdfdH91FeE3ESm+vG6X"
    "2gQ=\n"
    "trusted comment: timestamp:1795930162\tfile:x\thashed\n"
    "jzuWY6Q8hyRYewgFTud5Sj5W3k3Srh46kQGaUTZWN2NerJsO7jzIq2GldpWur8PVG5obnAjjOUDm7qJObFgrAw==\n";

}  // namespace cordon::crypto::vectors
