@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// CSV as one reader wants it.
struct CSVReaderTests {
    private func written(_ row: String, _ words: [String], locale: String = "en_US.UTF-8") async throws -> String {
        let run = try OutputOptionTests.run([TestRun.page(row)])
        run.environment["LANG"] = locale
        let outcome = await run.run(["Get-OrganizationalUnit", "-o", "csv"] + words)
        #expect(outcome.code == .done && outcome.errors == "", "\(outcome.errors)")
        return outcome.output
    }

    @Test(arguments: [
        ("en_US.UTF-8", ","), ("de_DE.UTF-8", ";"), ("de_CH", ";"), ("es_MX.UTF-8", ","), ("es_ES@euro", ";"),
        ("C", ","),
        ("ja_JP.UTF-8", ","), ("fr", ";"),
    ])
    func excelGetsTheDelimiterOfItsLocale(locale: String, delimiter: String) async throws {
        let text = try await written(#"{"a":"ä","b":"x\ny"}"#, ["--csv-for", "excel"], locale: locale)
        #expect(text == "\u{FEFF}a\(delimiter)b\r\nä\(delimiter)\"x\ny\"\r\n")
    }

    /// A cell of somebody's choice must not run in the administrator's spreadsheet.
    @Test func aFormulaIsATextInExcel() async throws {
        let row =
            #"{"a":"=cmd|' /C calc'!A0","b":"+1-555","c":"-1","d":-1,"e":"@SUM(1)","f":"\t=1","g":"a=b","h":"-x"}"#
        let text = try await written(row, ["--csv-for", "excel"])
        #expect(text.split(separator: "\r\n").last == "'=cmd|' /C calc'!A0,'+1-555,-1,-1,'@SUM(1),'\t=1,a=b,'-x")
        #expect(try await written(row, []).split(separator: "\n").last?.hasPrefix("=cmd") == true)
    }

    /// The values are those of PowerShell's own samples: `1 a  True` is the text of a list with a null in it.
    @Test func powershellFindsWhatExportCsvWrites() async throws {
        let row = """
            {"Name":"a \\"b\\"","On":true,"Off":false,"None":null,"Empty":"","List":["x","y"],"Mixed":[1,"a",null,true],\
            "NoElements":[],"Size":1.5,"Whole":2.0,"Inner":{"n":1,"On":true},"Priority@data.type":"System.Int32",\
            "Priority":0,"When@data.type":"System.DateTime","When":"2026-07-02T01:04:05.0000000Z",\
            "Noon@data.type":"System.DateTime","Noon":"2026-12-31T12:00:00+00:00","Text":"2026-07-02T01:04:05Z"}
            """
        let text = try await written(row, ["--csv-for", "powershell"])
        #expect(
            text == """
                "Name","On","Off","None","Empty","List","Mixed","NoElements","Size","Whole","Inner","Priority","When","Noon","Text"
                "a ""b""\","True","False",,"","x y","1 a  True","","1.5","2","@{n=1; On=True}","0","7/2/2026 1:04:05 AM",\
                "12/31/2026 12:00:00 PM","2026-07-02T01:04:05Z"

                """
        )
    }

    /// Of a time with a letter in it a spreadsheet makes a text.
    @Test func excelGetsTimesThatItReadsInEveryLocale() async throws {
        let row = """
            {"When@data.type":"System.DateTime","When":"2026-07-02T01:04:05.0000000Z","Never@data.type":"System.DateTime",\
            "Never":null,"Text@data.type":"System.String","Text":"2026-07-02T01:04:05Z"}
            """
        let text = try await written(row, ["--csv-for", "excel"])
        #expect(text.split(separator: "\r\n").last == "2026-07-02 01:04:05,,2026-07-02T01:04:05Z")
    }

    @Test func timesAreKnownByTheirLookWhereTheServiceNamesNoTypes() async throws {
        let text = try await written(#"{"When":"2026-01-09T13:04:05Z","Code":"2026-01"}"#, ["--csv-for", "powershell"])
        #expect(text == "\"When\",\"Code\"\n\"1/9/2026 1:04:05 PM\",\"2026-01\"\n")
    }
}
