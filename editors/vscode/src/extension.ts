// Starts `twir-lint --lsp` for the issues of a workspace, and says how to get it where it is not there.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

const SECTION = "twir-lint";
const INSTALL = "cargo install --git https://github.com/OWNER/twir-lint twir-lint";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    context.subscriptions.push(
        vscode.commands.registerCommand("twir-lint.restart", restart),
        vscode.workspace.onDidChangeConfiguration((event) => {
            if (event.affectsConfiguration(`${SECTION}.path`)) {
                void restart();
            }
        }),
    );
    await restart();
}

export async function deactivate(): Promise<void> {
    await client?.stop();
    client = undefined;
}

async function restart(): Promise<void> {
    await deactivate();
    const command = findProgram();
    if (command === undefined) {
        await sayHowToInstall();
        return;
    }
    const selector = ["file", "untitled"].map((scheme) => ({ scheme, language: "markdown" }));
    client = new LanguageClient(SECTION, "twir-lint", { command, args: ["--lsp"] }, {
        documentSelector: selector,
        initializationOptions: { since: vscode.workspace.getConfiguration(SECTION).get<string>("since") },
        synchronize: { configurationSection: SECTION },
    });
    try {
        await client.start();
    } catch (error) {
        client = undefined;
        void vscode.window.showErrorMessage(`twir-lint: ${command} cannot be started: ${String(error)}`);
    }
}

/** The program that the settings name, or the first that is found; none where there is none. */
function findProgram(): string | undefined {
    const name = process.platform === "win32" ? "twir-lint.exe" : "twir-lint";
    const set = vscode.workspace.getConfiguration(SECTION).get<string>("path")?.trim();
    if (set) {
        return set.startsWith("~/") ? path.join(os.homedir(), set.slice(2)) : set;
    }
    const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    const all = [...folders, path.join(os.homedir(), ".cargo", "bin")].map((folder) => path.join(folder, name));
    return all.find(isProgram);
}

function isProgram(file: string): boolean {
    try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
    } catch {
        return false;
    }
}

async function sayHowToInstall(): Promise<void> {
    const [copy, settings] = ["Copy the command", "Open the settings"];
    const message = `twir-lint is not installed, or not on the PATH. To install it, run: ${INSTALL}`;
    const chosen = await vscode.window.showWarningMessage(message, copy, settings);
    if (chosen === copy) {
        await vscode.env.clipboard.writeText(INSTALL);
    } else if (chosen === settings) {
        await vscode.commands.executeCommand("workbench.action.openSettings", `${SECTION}.path`);
    }
}
