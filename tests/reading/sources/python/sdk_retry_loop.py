import os
import time
from openai import AzureOpenAI, APIError

client = AzureOpenAI(api_version="2024-06-01")
for attempt in range(3):
    try:
        response = client.chat.completions.create(
            model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
            messages=[{"role": "user", "content": "Hello"}],
            seed=42,
        )
        break
    except APIError as error:
        print("again", error)
        time.sleep(2**attempt)
else:
    raise RuntimeError("no answer")
fingerprints = {response.system_fingerprint}
print(response.choices[0].message.content, "\n", len(fingerprints))
