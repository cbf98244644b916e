"""Parts of gate_faults.py about what becomes of credentials, and what is said where a gate cannot start."""

import json

from gate_fault_writers import Faulty, ask, expired_certificate, publish
from gate_world_writers import HOUR, Gate
from source_server_writers import make_certificates


def credentials(world):
    """The registry's token goes to the registry and nowhere else; the client's goes nowhere."""
    token, of_client = "npm_SECRETSECRETSECRET0123456789", "npm_CLIENTCLIENTCLIENT98765"
    folder = world.folder / "credentials"
    folder.mkdir()
    authority, certificate = make_certificates(folder, ["127.0.0.1"])
    folder.chmod(0o755)
    authority.chmod(0o644)
    source, other = Faulty(certificate=certificate), Faulty(certificate=certificate)
    away = other.url.replace("127.0.0.1", "localhost")
    todo = []
    for name in ("honest", "moved-d", "moved-a", "port-d", "port-a", "kept-elsewhere", "echo", "forbids"):
        todo += [name, publish(source, name)]
        other.packages[name] = source.packages[name]
    publish(source, "young", age=HOUR)
    source.faults = {
        "moved-d": source.to(away + "moved-d"),
        "moved-a/-/moved-a-1.0.0.tgz": source.to(away + "moved-a/-/moved-a-1.0.0.tgz"),
        "port-d": source.to(other.url + "port-d"),
        "port-a/-/port-a-1.0.0.tgz": source.to(other.url + "port-a/-/port-a-1.0.0.tgz"),
        "echo": lambda handler, _: source.to(
            f"https://files.example.invalid/x?auth={handler.headers['Authorization'].split()[1]}"
        )(handler, b""),
        "forbids": lambda handler, _: source.send(
            handler, 403, f'{{"error":"{handler.headers["Authorization"]}"}}'.encode()
        ),
    }
    elsewhere = source.document("kept-elsewhere")
    elsewhere["versions"]["1.0.0"]["dist"]["tarball"] = away + "kept-elsewhere/-/kept-elsewhere-1.0.0.tgz"
    source.faults["kept-elsewhere"] = lambda handler, _: source.send(handler, 200, json.dumps(elsewhere).encode())
    home = folder / "home"
    home.mkdir()
    (home / ".npmrc").write_text(source.url.removeprefix("https:") + f":_authToken={token}\n")
    gate = Gate(world, "--no-knowledge", registry=source, settings="gate:\n  redirect_hosts: [localhost]\n")
    gate.environment |= {"HOME": str(home), "SSL_CERT_FILE": str(authority)}
    with gate:
        heard = [
            ask(gate.url, path, Authorization=f"Bearer {of_client}", **{"npm-otp": of_client})
            for path in [
                *todo,
                "young",
                "young/-/young-1.0.0.tgz",
                "-/v1/search?text=honest",
                "-/whoami",
                "-/npm/v1/keys",
            ]
        ]
        said = [gate.cordon("explain"), gate.cordon("explain", "--format", "json")]
        world.check(
            "what is moved is served", sum(one.status == 200 for one in heard) >= 10, [one.status for one in heard]
        )
        told = {path: headers.get("Authorization") for _, path, headers in source.asked}
        world.check("the registry gets its token", set(told.values()) == {f"Bearer {token}"}, told)
        world.check("another host was asked", len(other.asked) >= 5, other.asked)
        strangers = [(path, headers) for _, path, headers in other.asked if token in str(headers) + path]
        world.check("and gets no token: no redirect, no port, no archive elsewhere", not strangers, strangers)
        world.check("the client's own token goes nowhere", of_client not in str(source.asked) + str(other.asked))
        told = "".join(f"{one.headers}{one.body!r}" for one in heard)
        world.check(
            "no answer has it",
            token not in told and of_client not in told,
            [one for one in heard if token in str(one.headers) + repr(one.body)],
        )
        world.check("nor what explain says", token not in "".join(one.stdout + one.stderr for one in said))
        world.check("it ends well", gate.stop() == 0)
    holding = [
        str(path)
        for path in gate.folder.rglob("*")
        if path.is_file() and (token.encode() in path.read_bytes() or of_client.encode() in path.read_bytes())
    ]
    world.check("no file of the folder has it", not holding, holding)
    world.check("nor the log", token not in gate.text() and of_client not in gate.text(), gate.text())


def configuration(world):
    source = Faulty()
    publish(source, "steady")

    def refuses(name, words, *options, settings=None, absent="\0"):
        gate = Gate(world, *options, registry=source, settings=settings)
        try:
            with gate:
                world.check(name, False, "it started")
        except RuntimeError as error:
            said = str(error)
            world.check(
                name,
                all(word in said for word in words) and absent not in said and gate.process.returncode == 2,
                (gate.process.returncode, said),
            )

    folder = world.folder / "configuration"
    folder.mkdir()
    make_certificates(folder, ["127.0.0.1"])
    old, old_key = expired_certificate(folder)
    good, key = folder / "server.crt", folder / "server.key"
    for path in (folder, old, old_key, good, key):
        path.chmod(0o755)
    tls = "gate:\n  certificate: {}\n  key: {}\n"
    refuses(
        "an unknown key",
        ["cordon.yaml", "upstraem", "upstream"],
        settings="gate:\n  upstraem: https://registry.example.test/\n",
    )
    refuses("an unknown word", ["cordon.yaml", "mode"], settings="gate:\n  mode: maybe\n")
    refuses("an expired certificate", [str(old), "expired", "new one"], settings=tls.format(old, old_key))
    refuses(
        "a key of another certificate",
        [str(old_key), "not that of the certificate"],
        settings=tls.format(good, old_key),
    )
    refuses("a certificate alone", ["go together"], settings=f"gate:\n  certificate: {good}\n")
    if world.as_nobody:
        key.chmod(0o600)
        refuses("a key that it may not read", [str(key)], settings=tls.format(good, key))
    with Gate(world, "--no-knowledge", registry=source) as first:
        port = first.url.split(":")[-1].strip("/")
        refuses("a port in use", [port, "in use", "another port"], "--listen", f"127.0.0.1:{port}")
    refuses("an address that is not of this machine", ["192.0.2.1"], "--listen", "192.0.2.1:0")
    refuses("a registry that is no address", ["address", "https://"], "--upstream", "registry.example.test")
    secret = "hunter2hunter2"
    refuses(
        "a password in the registry's address",
        [".npmrc"],
        "--upstream",
        f"http://kim:{secret}@127.0.0.1:9/",
        absent=secret,
    )
    refuses(
        "a password in the settings",
        [".npmrc"],
        settings=f'gate:\n  scopes:\n    - scope: "@acme"\n      registry: https://kim:{secret}@127.0.0.1:9/\n',
        absent=secret,
    )
    source.faults = {"steady": source.page}
    with Gate(world, "--no-knowledge", registry=source) as gate:
        answer = ask(gate.url, "steady")
        said = answer.error()
        world.check(
            "a registry that answers with a page: a final answer that says what it is and what to do",
            answer.status == 502 and "page" in said and source.url in said and "upstream" in said,
            answer,
        )
        world.check(
            "and whoever runs the gate reads it, too", "page" in gate.text() and source.url in gate.text(), gate.text()
        )
