// What each client is asked to do, and how a program says what came of it; cases.py says the same for Python.
import { readSync } from "node:fs";

export const url = process.env.EMULATOR_URL;
export const key = process.env.EMULATOR_KEY;
export const version = "2024-10-21";
export const model = "gpt-4o";
export const prompt = "Tell me a story about how the universe began?";
export const askWeather = "What is the weather in Paris?";
export const askJson = "Describe the universe in JSON.";
export const image = "https://example.com/universe.png";
export const parameters = {
  type: "object",
  properties: { city: { type: "string" }, unit: { type: "string", enum: ["celsius", "fahrenheit"] } },
  required: ["city", "unit"],
  additionalProperties: false,
};

export async function run(cases) {
  for (const [name, one] of Object.entries(cases)) {
    console.log(JSON.stringify({ case: name, begins: true }));
    readSync(0, Buffer.alloc(1)); // whoever counts the requests is ready
    try {
      console.log(JSON.stringify({ case: name, value: await one() }));
    } catch (error) {
      console.log(JSON.stringify({ case: name, error: String(error) }));
    }
  }
}
