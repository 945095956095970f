// The openai package: Azure's dated path, or v1 with V1=1.
import OpenAI, { AzureOpenAI } from "openai";
import { askJson, askWeather, image, key, model, parameters, prompt, run, url, version } from "./cases.mjs";

const client = process.env.V1
  ? new OpenAI({ baseURL: `${url}/openai/v1/`, apiKey: key })
  : new AzureOpenAI({ endpoint: url, apiKey: key, apiVersion: version });
const user = (content) => [{ role: "user", content }];
const ask = (more, messages = user(prompt)) => client.chat.completions.create({ model, messages, ...more });
const text = async (more, messages) => (await ask(more, messages)).choices[0].message.content;
const tool = { type: "function", function: { name: "get_weather", description: "Get the weather in a city.", parameters } };

await run({
  plain: () => text(),
  seed: async () => [await text({ seed: 42 }), await text({ seed: 42 })],
  stream: async () => {
    let said = "";
    for await (const piece of await ask({ stream: true })) said += piece.choices[0]?.delta?.content ?? "";
    return said;
  },
  tools: async () => {
    const call = (await ask({ tools: [tool] }, user(askWeather))).choices[0].message.tool_calls[0].function;
    return [call.name, JSON.parse(call.arguments)];
  },
  json: async () => JSON.parse(await text({ response_format: { type: "json_object" } }, user(askJson))),
  schema: async () =>
    JSON.parse(
      await text({ response_format: { type: "json_schema", json_schema: { name: "place", strict: true, schema: parameters } } }),
    ),
  vision: () => text({}, user([{ type: "text", text: prompt }, { type: "image_url", image_url: { url: image } }])),
  n: async () => (await ask({ n: 3 })).choices.length,
  refusal: () => text({ temperature: 3 }),
});
