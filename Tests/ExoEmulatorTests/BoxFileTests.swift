#if os(Linux)
import EmulatorCore
import Glibc
import Testing

@testable import ExoEmulator

/// What is written into a box, and why there is none.
struct BoxFileTests {
    @Test func keepsWhatTheMachineSaysOfLoopbackAndNothingElse() {
        let names = BoxNames(names: ["login.example"])
        let text =
            "127.0.0.1 localhost mine.test # own\n10.0.0.7 login.example real\n127.0.1.1 Login.Example box\n::1 ip6-localhost\n"
        let hosts = names.hosts(over: text, machine: "box")
        #expect(
            hosts.split(separator: "\n") == [
                "127.0.0.1 localhost box", "127.0.0.1 login.example", "127.0.0.1 localhost mine.test", "127.0.1.1 box",
                "::1 ip6-localhost",
            ]
        )
    }

    @Test func namesAreLookedUpInTheFileAlone() {
        let text = "passwd: files systemd\nhosts: mymachines resolve [!UNAVAIL=return] files dns\nnetworks: files"
        #expect(BoxNames.switches(over: text) == "passwd: files systemd\nnetworks: files\nhosts: files\n")
    }

    @Test(arguments: [
        (EPERM, ["kernel/unprivileged_userns_clone": "0\n"], "kernel.unprivileged_userns_clone is 0"),
        (
            EACCES, ["kernel/apparmor_restrict_unprivileged_userns": "1\n"],
            "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        ),
        (ENOSPC, ["user/max_user_namespaces": "0\n"], "user.max_user_namespaces is 0"),
        (EPERM, ["/proc/self/status": "Name:\tx\nSeccomp:\t2\n"], "--security-opt seccomp=unconfined"),
        (EINVAL, [:], "built without namespaces"),
    ])
    func namesTheSettingThatForbidsABox(code: Int32, files: [String: String], named: String) {
        let error = NamespaceRefusal(step: "unshare", code: code).error { file in
            files[file] ?? files[String(file.replacing("/proc/sys/", with: ""))]
        }
        #expect(error.message.hasPrefix("there can be no box here: unshare: "))
        #expect(error.message.contains(named))
        #expect(error.message.contains("exo-emulator start --port 443 --host login.microsoftonline.com"))
    }

    @Test func aSettingThatPermitsIsNotBlamed() {
        let files = ["kernel/unprivileged_userns_clone": "1\n", "kernel/apparmor_restrict_unprivileged_userns": "0\n"]
        let error = NamespaceRefusal(step: "unshare", code: EPERM).error { file in
            files[String(file.replacing("/proc/sys/", with: ""))]
        }
        #expect(!error.message.contains("kernel."))
    }

    @Test func whatJavaWasToldBeforeStays() {
        let box = BoxEnvironment(folder: "/b", home: "/h", identityHeader: "x", identityAddress: "169.254.169.254")
        let variables = box.variables(over: ["JAVA_TOOL_OPTIONS": "-Xmx1g", "http_proxy": "p", "A": "b"])
        #expect(variables["JAVA_TOOL_OPTIONS"]?.hasPrefix("-Xmx1g -Djavax.net.ssl.trustStore") == true)
        #expect(variables["http_proxy"] == nil && variables["A"] == "b")
        #expect(variables["IDENTITY_ENDPOINT"] == "http://169.254.169.254/msi/token")
    }
}
#endif
