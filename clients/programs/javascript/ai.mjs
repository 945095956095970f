// @ai-sdk/azure under the `ai` package. It asks for one choice, and JSON mode is an object without a schema.
import { createAzure } from "@ai-sdk/azure";
import { generateObject, generateText, jsonSchema, streamText, tool } from "ai";
import { askJson, askWeather, image, key, model as name, parameters, prompt, run, url, version } from "./cases.mjs";

const azure = createAzure({ baseURL: `${url}/openai`, apiKey: key, apiVersion: version, useDeploymentBasedUrls: true });
const model = azure.chat(name);
const text = async (more) => (await generateText({ model, prompt, maxRetries: 0, ...more })).text;

await run({
  plain: () => text(),
  seed: async () => [await text({ seed: 42 }), await text({ seed: 42 })],
  stream: async () => {
    let said = "";
    for await (const piece of streamText({ model, prompt }).textStream) said += piece;
    return said;
  },
  tools: async () => {
    const weather = tool({ description: "Get the weather in a city.", inputSchema: jsonSchema(parameters) });
    const { toolCalls } = await generateText({ model, prompt: askWeather, tools: { get_weather: weather } });
    return [toolCalls[0].toolName, toolCalls[0].input];
  },
  json: async () => (await generateObject({ model, prompt: askJson, output: "no-schema" })).object,
  schema: async () => (await generateObject({ model, prompt, schema: jsonSchema(parameters) })).object,
  vision: () =>
    text({ prompt: undefined, messages: [{ role: "user", content: [{ type: "text", text: prompt }, { type: "image", image: new URL(image) }] }] }),
  refusal: () => text({ temperature: 3 }),
});
